import type { Problem, Shop, WidgetSettings } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { askedOf, openingOf } from './rules.ts'

const DAY = [{ from: '09:00', to: '18:00' }]
const HOURS = {
  timeZone: 'Europe/Paris',
  week: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: [], sun: [] },
  holidays: ['2026-12-25'],
}
const at = (text: string) => Date.parse(text)

describe('office hours', () => {
  test('are open from their first minute, and closed from their last', () => {
    expect(openingOf(HOURS, at('2026-11-23T08:00:00Z'))).toEqual({ isOpen: true, opensAt: null })
    expect(openingOf(HOURS, at('2026-11-23T17:00:00Z'))).toEqual({ isOpen: false, opensAt: at('2026-11-24T08:00:00Z') })
  })

  test('go on after a weekend and a holiday', () => {
    expect(openingOf(HOURS, at('2026-11-20T20:00:00Z')).opensAt).toBe(at('2026-11-23T08:00:00Z'))
    expect(openingOf(HOURS, at('2026-12-24T20:00:00Z')).opensAt).toBe(at('2026-12-28T08:00:00Z'))
  })

  test('of a shop that never opens promise nothing', () => {
    const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    expect(openingOf({ ...HOURS, week }, at('2026-11-23T08:00:00Z'))).toEqual({ isOpen: false, opensAt: null })
  })
})

test('a form asks what is still a field that shoppers may give', () => {
  const size = { key: 'size', label: { en: 'Size' }, type: 'choice' as const, choices: ['S', 'M'], fromCustomers: true }
  const margin = { key: 'margin', label: { en: 'Margin' }, type: 'number' as const }
  const form = ['email', 'size', 'margin', 'gone'].map((field) => ({ field, required: true }))
  const widget = { color: '#000000', position: 'left' as const, greeting: {}, form, rules: [] }
  expect(askedOf({ widget, fields: [size, margin] })).toEqual([
    { field: 'email', required: true },
    { field: 'size', required: true, own: { label: { en: 'Size' }, type: 'choice', choices: ['S', 'M'] } },
  ])
})

describe('what a shop receives its visitors with', () => {
  let house: TestHouse
  let pearl: TestShop
  let dora: Caller

  beforeAll(async () => {
    house = await openTestHouse()
    pearl = await aShop(house)
    dora = new Caller(house, pearl.adminToken)
  })
  afterAll(() => house.close())

  const welcome = async () =>
    (await new Caller(house, '').get<WidgetSettings>('/api/widget', { 'X-Shop-Key': pearl.publicKey })).body
  const change = (widget: object) => dora.patch<Shop & Problem>('/api/shop', { settings: { widget } })

  test('is nobody, no question and no article at first', async () => {
    expect(await welcome()).toMatchObject({ people: [], form: [], rules: [], hasFaq: false })
    expect((await welcome()).categories.map(({ id }) => id)).toContain('order_issue')
  })

  test('is the form and the sentences that it has set', async () => {
    const form = [{ field: 'email', required: true }]
    const rules = [{ id: 'cart', message: { en: 'May we help?' }, when: { pages: ['/cart*'], seconds: 20 } }]
    expect((await change({ form, rules })).status).toBe(200)
    expect(await welcome()).toMatchObject({ form, rules })
  })

  test('is refused where it names a field that the shop does not have, and changes nothing', async () => {
    const before = await welcome()
    const { status, body } = await change({ form: [{ field: 'shoe_size', required: true }] })
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'invalid', 'settings.widget.form'])
    expect((await change({ rules: [{ id: 'x', message: {}, when: {} }] })).status).toBe(422)
    expect(await welcome()).toEqual(before)
  })

  test('ends with the shopper’s own word on whether it is solved', async () => {
    const mira = await aShopper(house, pearl)
    const ticket = await mira.openTicket()
    const say = (status: string, more = {}) =>
      mira.put<{ status: unknown }>(`/api/tickets/${ticket.id}/status`, { status, ...more })
    expect((await say('closed')).status).toBe(403)
    await dora.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    expect((await say('open', { notes: 'A note' })).status).toBe(403)
    expect((await say('pending')).status).toBe(403)
    expect((await say('open')).body.status).toBe('open')
    await dora.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    expect((await say('closed')).body.status).toBe('closed')
    expect((await say('open')).status).toBe(403)
  })
})

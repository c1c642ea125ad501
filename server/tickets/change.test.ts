import type { Fact, Page, Problem, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let mira: Caller
let ada: Caller
let dora: Caller

const FIELDS = [
  { key: 'size', label: { en: 'Size', fr: 'Taille' }, type: 'choice', choices: ['S', 'M'] },
  { key: 'weight', label: { en: 'Weight' }, type: 'number' },
  { key: 'bought_on', label: { en: 'Bought on' }, type: 'date' },
  { key: 'serial', label: { en: 'Serial number' }, type: 'text' },
]

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
  await dora.patch('/api/shop', { settings: { fields: FIELDS } })
})
afterAll(() => house.close())

const factsOf = async (ticket: Ticket): Promise<Fact[]> =>
  (await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)).body.items
const change = (ticket: Ticket, body: object, caller = ada) =>
  caller.patch<Ticket & Pick<Problem, 'code' | 'errors'>>(`/api/tickets/${ticket.id}`, body)

describe('a change of a ticket', () => {
  test('leaves what it does not name, and a fact of what was and is', async () => {
    const ticket = await mira.openTicket({ subject: 'A teapot', orderId: '1' })
    const { status, body } = await change(ticket, {
      subject: 'Two teapots',
      priority: 'normal',
      tags: ['vip', 'Gift', 'vip'],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ subject: 'Two teapots', description: 'It leaks.', orderId: '1', priority: 'medium' })
    expect(body.desk?.tags).toEqual(['gift', 'vip'])
    expect((await factsOf(ticket)).at(-1)).toMatchObject({
      type: 'ticket.changed',
      actor: { kind: 'agent', name: 'Ada' },
      data: {
        changes: [
          { field: 'subject', from: 'A teapot', to: 'Two teapots' },
          { field: 'tags', from: [], to: ['gift', 'vip'] },
        ],
      },
    })
  })

  test('to what it is already is none', async () => {
    const ticket = await mira.openTicket({ subject: 'As it is' })
    const before = (await factsOf(ticket)).length
    expect((await change(ticket, { subject: 'As it is', priority: 'medium', orderId: null })).status).toBe(200)
    expect(await factsOf(ticket)).toHaveLength(before)
  })

  test('shows a shopper what is theirs, and nothing of the desk', async () => {
    const ticket = await mira.openTicket()
    await change(ticket, { subject: 'Seen by Mira', tags: ['difficult'], fields: { serial: 'X-1' } })
    const { body } = await mira.get<Ticket>(`/api/tickets/${ticket.id}`)
    expect(body.subject).toBe('Seen by Mira')
    expect(JSON.stringify(body)).not.toMatch(/difficult|X-1/)
  })

  test('is not for shoppers, nor of closed tickets', async () => {
    const ticket = await mira.openTicket()
    expect(await change(ticket, { subject: 'Mine' }, mira)).toMatchObject({ status: 403 })
    await dora.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' })
    expect(await change(ticket, { subject: 'Late' })).toMatchObject({ status: 409, body: { code: 'ticket_closed' } })
  })

  test.each([
    ['subject', { subject: ' ' }],
    ['priority', { priority: 'highest' }],
    ['status', { status: 'closed' }],
    ['tags.0', { tags: ['two words'] }],
    ['fields.colour', { fields: { colour: 'red' } }],
    ['fields.size', { fields: { size: 'XL' } }],
    ['fields.size', { fields: { size: 3 } }],
    ['fields.weight', { fields: { weight: '3' } }],
    ['fields.bought_on', { fields: { bought_on: '2026-02-30' } }],
    ['', {}],
  ])('with a wrong %s changes nothing', async (path, body) => {
    const ticket = await mira.openTicket()
    const before = await ada.get<Ticket>(`/api/tickets/${ticket.id}`)
    const refused = await change(ticket, body)
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid' } })
    expect(refused.body.errors?.[0]?.path).toBe(path)
    expect((await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body).toEqual(before.body)
  })

  test('keeps the fields that it does not name, and takes away what it gives null', async () => {
    const ticket = await mira.openTicket()
    await change(ticket, { fields: { size: 'M', weight: 1.5, bought_on: '2026-02-28' } })
    const { body } = await change(ticket, { fields: { size: null, serial: 'X-1' } })
    expect(body.desk?.fields).toEqual({ bought_on: '2026-02-28', serial: 'X-1', weight: 1.5 })
  })
})

describe('a deletion', () => {
  test('is for admins; the ticket and its words are gone, that it was is on record', async () => {
    const ticket = await mira.openTicket({ subject: 'Secret subject', description: 'Secret words' })
    await mira.say(ticket, 'Secret message')
    await change(ticket, { subject: 'Secret again' })
    for (const caller of [mira, ada])
      expect((await caller.delete<Problem>(`/api/tickets/${ticket.id}`)).status).toBe(403)
    expect((await dora.delete(`/api/tickets/${ticket.id}`)).status).toBe(204)
    for (const caller of [mira, ada, dora])
      expect((await caller.get<Problem>(`/api/tickets/${ticket.id}`)).status).toBe(404)
    expect((await dora.delete<Problem>(`/api/tickets/${ticket.id}`)).status).toBe(404)
    const [left] = await house.database.query<{ facts: Fact[]; words: string }>(
      `SELECT (SELECT json_agg(f ORDER BY position) FROM facts f WHERE ticket_id = $1) AS facts,
        concat((SELECT json_agg(m) FROM ticket_messages m WHERE ticket_id = $1), (SELECT json_agg(m) FROM mails m WHERE ticket_id = $1),
          (SELECT json_agg(s) FROM ticket_search s WHERE ticket_id = $1)) AS words`,
      [ticket.id],
    )
    expect(left?.facts.at(-1)).toMatchObject({ type: 'ticket.deleted', data: { number: ticket.number } })
    expect(JSON.stringify(left)).not.toMatch(/secret/i)
  })

  test('gives its number to nobody else', async () => {
    const gone = await mira.openTicket()
    await dora.delete(`/api/tickets/${gone.id}`)
    expect((await mira.openTicket()).number).toBe(gone.number + 1)
  })
})

describe('tags and fields with a new ticket', () => {
  const DRAFT = { subject: 'The teapot is cracked', description: 'It leaks.' }
  const open = (who: Caller, more: object) =>
    who.post<Ticket & Pick<Problem, 'code' | 'errors' | 'detail'>>('/api/tickets', { ...DRAFT, ...more })
  let customerId: string

  beforeAll(async () => {
    customerId = (await mira.openTicket()).customerId
    const fields = FIELDS.map((field) => ({ ...field, fromCustomers: field.key === 'size' || field.key === 'serial' }))
    await dora.patch('/api/shop', { settings: { fields } })
  })

  test('are kept as a change would keep them, and found', async () => {
    const fields = { weight: 1.5, size: 'M', bought_on: '2026-05-04' }
    const { status, body } = await open(ada, { customerId, tags: ['VIP', 'gift', 'vip'], fields })
    expect(status).toBe(201)
    expect(body.desk).toMatchObject({ tags: ['gift', 'vip'], fields })
    const found = await ada.get<Page<Ticket>>('/api/tickets?tag=vip&q=teapot')
    expect(found.body.items.map(({ id }) => id)).toContain(body.id)
  })

  test.each<[string, object]>([
    ['tags.0', { tags: ['two words'] }],
    ['tags', { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }],
    ['fields.colour', { fields: { colour: 'red' } }],
    ['fields.size', { fields: { size: 'XL' } }],
    ['fields.weight', { fields: { weight: '3' } }],
    ['fields.bought_on', { fields: { bought_on: '2026-02-30' } }],
  ])('are refused with a wrong %s', async (path, more) => {
    const refused = await open(ada, { customerId, ...more })
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path }] } })
  })

  test('may come from a shopper where the shop says so, and are seen by agents alone', async () => {
    const { status, body } = await open(mira, { fields: { size: 'S', serial: 'X-1' } })
    expect([status, body.desk]).toEqual([201, undefined])
    expect((await ada.get<Ticket>(`/api/tickets/${body.id}`)).body.desk?.fields).toEqual({ serial: 'X-1', size: 'S' })
    const weight = await open(mira, { fields: { weight: 3 } })
    expect(weight).toMatchObject({ status: 422, body: { errors: [{ path: 'fields.weight' }] } })
    expect(weight.body.detail).toContain("Expected one of the shop's fields: size, serial.")
    expect(await open(mira, { tags: ['vip'] })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})

import type { Draft, DraftKept, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let ada: Caller
let ben: Caller
let ticket: Ticket

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  ada = new Caller(house, (await anAgent(house, shop, 'Ada')).token)
  ben = new Caller(house, (await anAgent(house, shop, 'Ben')).token)
})
afterAll(() => house.close())
beforeEach(async () => {
  ticket = await (await aShopper(house, shop, { name: 'Mira' })).openTicket()
})

const draftsOf = async (who: Caller) =>
  (await who.get<{ items: Draft[] }>(`/api/tickets/${ticket.id}/draft`)).body.items
const keep = async (text: string, device: string, base: string | null = null, writing = 'answer') =>
  (await ada.put<DraftKept>(`/api/tickets/${ticket.id}/draft`, { writing, text, device, base })).body

test('what is begun on one device goes on on another, and is nobody else’s', async () => {
  await keep('Dear Mira,', 'desk')
  await keep('Third one this week.', 'desk', null, 'note')
  const found = await draftsOf(ada)
  expect(found.map(({ writing, text }) => [writing, text])).toEqual([
    ['answer', 'Dear Mira,'],
    ['note', 'Third one this week.'],
  ])
  expect(await draftsOf(ben)).toEqual([])
})

test('the last writer wins, and is told what they have written over', async () => {
  const first = await keep('Dear Mira,', 'desk')
  const onPhone = await keep('Hello Mira,', 'phone', first.draft?.updatedAt)
  expect(onPhone.replaced).toBeNull()
  const back = await keep('Dear Mira, we are sorry', 'desk', first.draft?.updatedAt)
  expect(back.replaced).toMatchObject({ text: 'Hello Mira,', device: 'phone' })
  expect((await draftsOf(ada)).map(({ text }) => text)).toEqual(['Dear Mira, we are sorry'])
})

test('an empty text takes the draft away, and so does the ticket’s end', async () => {
  await keep('Dear Mira,', 'desk')
  expect(await keep('  ', 'desk')).toEqual({ draft: null, replaced: null })
  expect(await draftsOf(ada)).toEqual([])
  await keep('Dear Mira,', 'desk')
  await new Caller(house, shop.adminToken).delete(`/api/tickets/${ticket.id}`)
  expect(await house.database.query('SELECT 1 FROM drafts WHERE ticket_id = $1', [ticket.id])).toEqual([])
})

test('a secret key writes nothing by hand', async () => {
  const { status } = await new Caller(house, shop.secretKey).get(`/api/tickets/${ticket.id}/draft`)
  expect(status).toBe(409)
})

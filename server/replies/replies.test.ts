import type { Problem, Reply, ReplyText } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let ada: Caller
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  ada = new Caller(house, (await anAgent(house, shop, 'Ada')).token)
})
afterAll(() => house.close())

const THANKS =
  '{% if customer.name %}Dear {{ customer.name }}{% else %}Hello{% endif %}, about #{{ ticket.number }}. {{ agent.name }}'
const write = (body: string, more: object = {}) => dora.post<Reply>('/api/replies', { name: 'Thanks', body, ...more })
const replies = async () => (await ada.get<{ items: Reply[] }>('/api/replies')).body.items

test('a template speaks of the ticket, its customer and who answers, and its uses are counted', async () => {
  const { body: reply } = await write(THANKS, { folder: 'Courtesy', locale: 'en' })
  const ticket = await (await aShopper(house, shop, { name: 'Mira' })).openTicket()
  const use = { ticketId: ticket.id }
  const looked = await ada.post<ReplyText>(`/api/replies/${reply.id}/use`, { ...use, count: false })
  expect(looked.body.text).toBe(`Dear Mira, about #${ticket.number}. Ada`)
  expect((await replies()).find(({ id }) => id === reply.id)).toMatchObject({ uses: 0, usedAt: null })
  await ada.post(`/api/replies/${reply.id}/use`, use)
  expect((await replies()).find(({ id }) => id === reply.id)).toMatchObject({ uses: 1, usedAt: expect.any(String) })

  const nameless = await (await aShopper(house, shop)).openTicket()
  const said = await ada.post<ReplyText>(`/api/replies/${reply.id}/use`, { ticketId: nameless.id })
  expect(said.body.text).toMatch(/^Hello, about/)
})

test('one that does not work is refused with its place, and nothing is kept', async () => {
  const before = await replies()
  const { status, body } = await dora.post<Problem>('/api/replies', { name: 'Odd', body: 'Dear\n{{ custmer.name }}' })
  expect(status).toBe(422)
  expect(body.errors).toEqual([{ path: 'body', detail: expect.stringContaining('Line 2') }])
  expect(await replies()).toEqual(before)
})

test('an admin changes and deletes it, and an agent does not', async () => {
  const { body: reply } = await write('Thank you!')
  expect((await ada.patch(`/api/replies/${reply.id}`, { name: 'Mine' })).status).toBe(403)
  const { body } = await dora.patch<Reply>(`/api/replies/${reply.id}`, { folder: 'Short', locale: null })
  expect(body).toMatchObject({ name: 'Thanks', folder: 'Short', locale: null, body: 'Thank you!' })
  expect((await dora.delete(`/api/replies/${reply.id}`)).status).toBe(204)
  expect((await dora.delete(`/api/replies/${reply.id}`)).status).toBe(404)
})

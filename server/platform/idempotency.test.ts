import { LASTING, type Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { forgetOldKeys } from './idempotency.ts'

const DRAFT = { subject: 'The teapot is cracked', description: 'It leaks.' }
const KEY = { 'Idempotency-Key': 'mira-1' }

let house: TestHouse
let shop: TestShop

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
})
afterAll(() => house.close())

const keys = () => house.database.query('SELECT key FROM idempotency_keys')

test('a key is replayed for a day and then forgotten, with the answer that it held', async () => {
  const mira = await aShopper(house, shop)
  const first = await mira.post<Ticket>('/api/tickets', DRAFT, KEY)
  await forgetOldKeys(house.context.db, new Date())
  expect((await mira.post<Ticket>('/api/tickets', DRAFT, KEY)).body.id).toBe(first.body.id)
  await forgetOldKeys(house.context.db, new Date(Date.now() + LASTING.idempotencyKey + 60_000))
  expect(await keys()).toEqual([])
  expect((await mira.post<Ticket>('/api/tickets', DRAFT, KEY)).body.id).not.toBe(first.body.id)
})

test('a ticket that is deleted is in no answer that would be replayed', async () => {
  const mira = await aShopper(house, shop)
  const { body: ticket } = await mira.post<Ticket>('/api/tickets', DRAFT, { 'Idempotency-Key': 'mira-2' })
  await new Caller(house, shop.adminToken).delete(`/api/tickets/${ticket.id}`)
  const left = await house.database.query('SELECT 1 FROM idempotency_keys WHERE answer::text LIKE $1', [
    `%${ticket.id}%`,
  ])
  expect(left).toEqual([])
})

import type { View } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from '../testing/house.ts'
import { Caller } from '../testing/people.ts'

let house: TestHouse
let ada: Caller
let ben: Caller
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  const shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  ada = new Caller(house, (await anAgent(house, shop, 'Ada')).token)
  ben = new Caller(house, (await anAgent(house, shop, 'Ben')).token)
})
afterAll(() => house.close())

const views = async (who: Caller) => (await who.get<{ items: View[] }>('/api/views')).body.items
const named = async (who: Caller) => (await views(who)).map(({ name }) => name)
const save = async (who: Caller, name: string, more: object = {}) =>
  (await who.post<View>('/api/views', { name, filter: { status: 'open', tag: 'vip' }, ...more })).body

test('an own view is seen by its maker alone, a shared one by all', async () => {
  const own = await save(ada, 'My guests')
  expect(own).toMatchObject({ name: 'My guests', shared: false, filter: { status: 'open', tag: 'vip' } })
  await save(ada, 'Guests', { shared: true })
  expect(await named(ada)).toEqual(['My guests', 'Guests'])
  expect(await named(ben)).toEqual(['Guests'])
  expect((await ben.delete(`/api/views/${own.id}`)).status).toBe(404)
})

test('a shared view is changed by its maker and by an admin', async () => {
  const { id } = await save(ada, 'Teapots', { shared: true })
  expect((await ben.patch(`/api/views/${id}`, { name: 'Cups' })).status).toBe(403)
  const renamed = await dora.patch<View>(`/api/views/${id}`, { name: 'Cups', filter: { category: 'product_issue' } })
  expect(renamed.body).toMatchObject({ name: 'Cups', shared: true, filter: { category: 'product_issue' } })
  expect((await ada.delete(`/api/views/${id}`)).status).toBe(204)
  expect(await named(ben)).not.toContain('Cups')
})

test('what is no filter is refused, and nothing is kept of it', async () => {
  const before = await named(ada)
  expect((await ada.post('/api/views', { name: 'Odd', filter: { colour: 'red' } })).status).toBe(422)
  expect((await ada.post('/api/views', { name: ' ', filter: {} })).status).toBe(422)
  expect(await named(ada)).toEqual(before)
})

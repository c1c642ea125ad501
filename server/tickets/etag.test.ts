import type { Problem, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let mira: Shopper
let ada: Caller
let adaId: string

beforeAll(async () => {
  house = await openTestHouse()
  const shop = await aShop(house)
  const agent = await anAgent(house, shop)
  adaId = agent.agentId
  ada = new Caller(house, agent.token)
  mira = await aShopper(house, shop)
})
afterAll(() => house.close())

const etagOf = async (id: string) => (await ada.get(`/api/tickets/${id}`)).headers.get('ETag') ?? ''

const WRITES: [string, string, (id: string) => object][] = [
  ['PATCH', '', () => ({ subject: 'Two teapots' })],
  ['PUT', '/status', () => ({ status: 'pending' })],
  ['POST', '/assign', () => ({ agentId: adaId })],
]

test.each(WRITES)('%s of a ticket%s is done where nothing has changed since', async (method, path, body) => {
  const { id } = await mira.openTicket()
  const before = await etagOf(id)
  const { status, body: ticket } = await ada.call<Ticket>(method, `/api/tickets/${id}${path}`, body(id), {
    'If-Match': `"0", ${before}`,
  })
  expect(status).toBe(200)
  expect(before).not.toBe(`"${ticket.revision}"`)
  expect(await etagOf(id)).not.toBe(before)
})

test.each(WRITES)('%s of a ticket%s that has moved on is refused, and nothing is done', async (method, path, body) => {
  const { id } = await mira.openTicket()
  const before = await etagOf(id)
  await mira.say({ id }, 'And the lid, too.')
  const state = await etagOf(id)
  const refused = await ada.call<Problem>(method, `/api/tickets/${id}${path}`, body(id), { 'If-Match': before })
  expect(refused).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } })
  expect(await etagOf(id)).toBe(state)
})

test.each([
  ['*', 200],
  ['W/"1"', 412],
  ['"another"', 412],
  ['17', 422],
])('If-Match: %s is answered with %d', async (header, status) => {
  const { id } = await mira.openTicket()
  const answer = await ada.call('PATCH', `/api/tickets/${id}`, { subject: 'Teapot' }, { 'If-Match': header })
  expect(answer.status).toBe(status)
})

test('of two who have seen the same, one is told to look again', async () => {
  const { id } = await mira.openTicket()
  const seen = { 'If-Match': await etagOf(id) }
  const answers = await Promise.all(
    ['low', 'urgent'].map((priority) => ada.call('PATCH', `/api/tickets/${id}`, { priority }, seen)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
})

test('limited routes say how much is left', async () => {
  const { id } = await mira.openTicket()
  const left = async () => {
    const { headers } = await mira.post(`/api/tickets/${id}/messages`, { message: 'Hello?' })
    expect(headers.get('RateLimit-Policy')).toBe('"messages";q=100;w=10')
    return Number(/^"messages";r=(\d+)$/.exec(headers.get('RateLimit') ?? '')?.[1])
  }
  const first = await left()
  expect(first).toBeGreaterThan(90)
  expect(first).toBeLessThan(100)
})

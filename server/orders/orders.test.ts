import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CustomerOrders, OrderSource, OrderSourceWithSecret, Problem } from '@comptoir/sdk/contract'
import { signIdentity, verifyOrderRequest } from '@comptoir/sdk/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let dora: Caller
let backend: Server
let url: string
let secret: string
let now = Date.parse('2026-03-02T09:00:00Z')

/** Whom the shop was asked about, and how it answers. */
let asked: { customerId: string }[] = []
type Answer = (response: ServerResponse) => void
let answer: Answer
const says = (body: unknown, status = 200): Answer => {
  return (response) => void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

const ORDER = {
  id: 'PERLE-1042',
  status: 'Shipped',
  placedAt: '2026-03-01T10:00:00+01:00',
  total: { amount: '89.90', currency: 'EUR' },
  items: [{ name: 'Théière bleue', quantity: 1 }],
  url: 'https://maison-perle.example/admin/orders/1042',
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  asked.push(verifyOrderRequest({ body: Buffer.concat(chunks), headers: request.headers, secret, now }))
  answer(response)
}

beforeAll(async () => {
  backend = createServer((request, response) => void receive(request, response))
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve))
  // Its address is that of a port.
  url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/comptoir/orders`
  house = await openTestHouse({ clock: () => new Date(now), config: { allowedTargets: ['127.0.0.1'] } })
  shop = await aShop(house)
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
})
afterAll(async () => {
  await house.close()
  backend.closeAllConnections()
  backend.close()
})

const verified = (sub: string) =>
  aShopper(house, shop, { identityToken: signIdentity({ secret: shop.identitySecret, sub, name: 'Mira' }) })

const ordersOf = async ({ session }: Shopper, caller = ada) =>
  (await caller.get<CustomerOrders>(`/api/customers/${session.customerId}/orders`)).body

/** Until it is so; the machine may be busy with other things. */
const eventually = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000 })

const settled = (shopper: Shopper) =>
  eventually(async () => {
    const orders = await ordersOf(shopper)
    expect(orders.state).not.toBe('loading')
    return orders
  })

let visitors = 0

describe('a shop that tells of orders', () => {
  beforeEach(async () => {
    // Identities are signed by the clock on the wall.
    now = Date.now()
    await dora.delete('/api/order-source')
    const named = await dora.put<OrderSourceWithSecret>('/api/order-source', { url })
    secret = named.body.secret ?? ''
    asked = []
    answer = says({ orders: [ORDER] })
    visitors += 1
    mira = await verified(`customer-${visitors}`)
  })

  test('is asked for a verified customer, while the agent is answered at once', async () => {
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    answer = (response) => void held.then(() => says({ orders: [ORDER] })(response))
    expect(await ordersOf(mira)).toEqual({ state: 'loading', orders: [], at: null })
    expect(await ordersOf(mira)).toMatchObject({ state: 'loading' })
    release()
    const orders = await settled(mira)
    expect(orders).toMatchObject({ state: 'ready', orders: [{ ...ORDER, placedAt: '2026-03-01T09:00:00.000Z' }] })
    expect(asked).toEqual([{ customerId: `customer-${visitors}` }])
  })

  test('is asked again when a minute is over, and the old answer stands meanwhile', async () => {
    await settled(mira)
    now += 59_000
    await ordersOf(mira)
    expect(asked).toHaveLength(1)
    now += 1_000
    answer = says({ orders: [{ ...ORDER, status: 'Delivered' }] })
    expect((await ordersOf(mira)).orders[0]?.status).toBe('Shipped')
    await eventually(async () => expect((await ordersOf(mira)).orders[0]?.status).toBe('Delivered'))
    expect(asked).toHaveLength(2)
  })

  test('that fails keeps what was known', async () => {
    await settled(mira)
    now += 60_000
    answer = says({}, 500)
    await ordersOf(mira)
    await eventually(async () => expect((await ordersOf(mira)).state).toBe('unavailable'))
    expect((await ordersOf(mira)).orders).toHaveLength(1)
  })

  test.each([
    ['no JSON', (response: ServerResponse) => void response.writeHead(200).end('<html>')],
    ['a field too many', says({ orders: [{ ...ORDER, card: '4111' }] })],
    ['a script for an address', says({ orders: [{ ...ORDER, url: 'javascript:alert(1)' }] })],
    ['a float for an amount', says({ orders: [{ ...ORDER, total: { amount: 89.9, currency: 'EUR' } }] })],
    ['too much', says({ orders: [{ ...ORDER, status: 'x'.repeat(300_000) }] })],
    ['another place', (response: ServerResponse) => void response.writeHead(302, { Location: url }).end()],
    ['nothing', (response: ServerResponse) => void response.destroy()],
  ] satisfies [string, Answer][])('is not believed when it answers %s', async (_, bad) => {
    answer = bad
    expect(await settled(mira)).toEqual({ state: 'unavailable', orders: [], at: null })
  })

  test('is not asked for somebody who only says who they are', async () => {
    const tom = await aShopper(house, shop, { name: 'Tom', email: 'tom@maison-perle.example' })
    expect(await ordersOf(tom)).toEqual({ state: 'off', orders: [], at: null })
    expect(asked).toEqual([])
  })

  test('signs with both secrets for a day after a rotation', async () => {
    const { body } = await dora.post<OrderSourceWithSecret>('/api/order-source/rotate', {})
    expect(body.secret).toMatch(/^whsec_/)
    expect(body.secret).not.toBe(secret)
    expect(await settled(mira)).toMatchObject({ state: 'ready' })
    secret = body.secret ?? ''
    now += 60_000
    await ordersOf(mira)
    await eventually(() => expect(asked).toHaveLength(2))
  })

  test('shows its secret once, and keeps it when the address changes', async () => {
    const { body } = await dora.put<OrderSourceWithSecret>('/api/order-source', { url: `${url}?v=2` })
    expect(body).toMatchObject({ url: `${url}?v=2`, secret: null })
    expect((await dora.get<OrderSource>('/api/order-source')).body).not.toHaveProperty('secret')
    expect(await settled(mira)).toMatchObject({ state: 'ready' })
  })

  test('is forgotten with all that it said', async () => {
    await settled(mira)
    await dora.delete('/api/order-source')
    expect(await ordersOf(mira)).toEqual({ state: 'off', orders: [], at: null })
    expect((await dora.get<OrderSource>('/api/order-source')).body.url).toBeNull()
  })

  test('tells nobody of another shop', async () => {
    const nord = await aShop(house, 'Atelier Nord')
    const eve = new Caller(house, nord.adminToken)
    const { status } = await eve.get(`/api/customers/${mira.session.customerId}/orders`)
    expect(status).toBe(404)
  })
})

test('an inner address is no endpoint', async () => {
  const { status, body } = await dora.put<Problem>('/api/order-source', { url: 'https://169.254.169.254/latest' })
  expect(status).toBe(422)
  expect(body.errors?.[0]?.path).toBe('url')
})

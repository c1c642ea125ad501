import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  Page,
  Problem,
  Ticket,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryWithAttempts,
  WebhookEvent,
  WebhookWithSecret,
} from '@comptoir/sdk/contract'
import { verifyWebhook } from '@comptoir/sdk/node'
import { Webhook as Reference } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { WAITS } from './rules.ts'

interface Heard {
  headers: IncomingHttpHeaders
  body: string
  event: WebhookEvent
}

/** The merchant's own backend. */
class Receiver {
  readonly heard: Heard[] = []
  answer: (nth: number) => { status: number; headers?: Record<string, string> } = () => ({ status: 204 })
  readonly #server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      this.heard.push({ headers: request.headers, body, event: JSON.parse(body) })
      const { status, headers = {} } = this.answer(this.heard.length)
      response.writeHead(status, headers).end()
    })
  })

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks`
  }
  close(): Promise<unknown> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(resolve))
  }
  types(): string[] {
    return this.heard.map(({ event }) => event.type)
  }
}

let house: TestHouse
let shop: TestShop
let dora: Caller
let mira: Shopper
let receiver: Receiver
let shops = 0
let ahead = 0

const WAIT = { timeout: 20_000, interval: 20 }

beforeAll(async () => {
  house = await openTestHouse({
    config: { allowedTargets: ['127.0.0.1'] },
    clock: () => new Date(Date.now() + ahead),
  })
})
afterAll(() => house.close())

beforeEach(async () => {
  ahead = 0
  shop = await aShop(house, `Maison Perle ${shops++}`)
  dora = new Caller(house, shop.adminToken)
  mira = await aShopper(house, shop, { name: 'Mira' })
  receiver = await new Receiver().open()
})
afterEach(() => receiver.close())

const register = async (more: object = {}): Promise<WebhookWithSecret> => {
  const { status, body } = await dora.post<WebhookWithSecret>('/api/webhooks', { url: receiver.url, ...more })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const read = async ({ id }: Webhook) => (await dora.get<Webhook>(`/api/webhooks/${id}`)).body
const log = async ({ id }: Webhook, query = '') =>
  (await dora.get<Page<WebhookDelivery>>(`/api/webhooks/${id}/deliveries${query}`)).body.items

/** The time of the next attempt comes: the clock is moved, and the job with it. */
async function pass(ms: number): Promise<void> {
  ahead += ms
  await house.database.query(
    `SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at => now()) FROM graphile_worker.jobs WHERE task_identifier = 'webhooks.deliver'`,
  )
}

describe('a webhook', () => {
  test('is told of every fact, signed as Standard Webhooks asks', async () => {
    const { secret } = await register()
    const ticket = await mira.openTicket({ subject: 'The teapot is cracked' })
    const message = await mira.say(ticket, 'Hello?')
    await vi.waitFor(
      () => expect(receiver.types()).toEqual(expect.arrayContaining(['ticket.created', 'message.posted'])),
      WAIT,
    )
    for (const { body, headers } of receiver.heard) {
      const signed = headers as Record<string, string>
      expect(new Reference(secret).verify(body, signed)).toEqual(JSON.parse(body))
      expect(verifyWebhook({ body, headers, secret })).toEqual(JSON.parse(body))
    }
    const posted = receiver.heard.find(({ event }) => event.type === 'message.posted')
    expect(posted?.event).toMatchObject({
      data: {
        ticketId: ticket.id,
        actor: { kind: 'customer', name: 'Mira' },
        ticket: { number: ticket.number, subject: 'The teapot is cracked' },
        message: { id: message.id, seq: message.seq, message: 'Hello?' },
      },
    })
  })

  test('that asked for some facts gets no others', async () => {
    const webhook = await register({ events: ['ticket.rated', 'message.posted'] })
    await mira.say(await mira.openTicket(), 'Hello?')
    await vi.waitFor(() => expect(receiver.heard.length).toBeGreaterThan(0), WAIT)
    expect(new Set(receiver.types())).toEqual(new Set(['message.posted']))
    expect(new Set((await log(webhook)).map(({ event }) => event))).toEqual(new Set(['message.posted']))
  })

  test('is not told what happens in another shop', async () => {
    await register()
    const other = await aShop(house, `Atelier Nord ${shops++}`)
    await (await aShopper(house, other)).openTicket({ subject: 'Elsewhere' })
    await mira.openTicket({ subject: 'Here' })
    await vi.waitFor(() => expect(receiver.types()).toContain('ticket.created'), WAIT)
    expect(receiver.heard.filter(({ body }) => body.includes('Elsewhere'))).toEqual([])
  })

  test('that fails is tried again under the same id with the same body, and its log says how it went', async () => {
    receiver.answer = (nth) => ({ status: nth < 3 ? 500 : 200 })
    const webhook = await register({ events: ['ticket.created'] })
    await mira.openTicket()
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1), WAIT)
    await vi.waitFor(async () => expect((await read(webhook)).failingSince).not.toBeNull(), WAIT)
    await pass(6_000)
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(2), WAIT)
    await vi.waitFor(async () => expect((await log(webhook))[0]?.attempts).toBe(2), WAIT)
    await pass(6 * 60_000)
    await vi.waitFor(
      async () => expect((await log(webhook))[0]).toMatchObject({ state: 'delivered', attempts: 3 }),
      WAIT,
    )
    expect(new Set(receiver.heard.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3)
    const { body } = await dora.get<WebhookDeliveryWithAttempts>(
      `/api/webhooks/${webhook.id}/deliveries/${(await log(webhook))[0]?.id}`,
    )
    expect(body.history).toMatchObject([
      { number: 1, outcome: 'refused', status: 500 },
      { number: 2, outcome: 'refused', status: 500 },
      { number: 3, outcome: 'delivered', status: 200 },
    ])
    expect((await read(webhook)).failingSince).toBeNull()
  })

  test('that takes nothing for as long as one delivery is tried is disabled; what was missed can be replayed', async () => {
    receiver.answer = () => ({ status: 500 })
    const webhook = await register({ events: ['ticket.created'] })
    await mira.openTicket()
    for (const [index, wait] of WAITS.entries()) {
      // The first wait is short enough to pass by itself.
      await vi.waitFor(async () => expect((await log(webhook))[0]?.attempts).toBeGreaterThan(index), WAIT)
      await pass(wait * 1.2)
    }
    await vi.waitFor(async () => expect((await log(webhook))[0]?.attempts).toBe(WAITS.length + 1), WAIT)
    await vi.waitFor(
      async () => expect(await read(webhook)).toMatchObject({ state: 'disabled', disabledBecause: 'failing' }),
      WAIT,
    )
    expect(await log(webhook, '?state=failed')).toHaveLength(1)
    const missed = await (await aShopper(house, shop)).openTicket({ subject: 'Missed' })

    receiver.answer = () => ({ status: 200 })
    receiver.heard.length = 0
    expect((await dora.patch<Webhook>(`/api/webhooks/${webhook.id}`, { state: 'enabled' })).body).toMatchObject({
      state: 'enabled',
      failingSince: null,
    })
    const span = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + ahead + 3_600_000) }
    const replayed = await dora.post<{ deliveries: number }>(`/api/webhooks/${webhook.id}/replay`, span)
    expect(replayed).toMatchObject({ status: 202, body: { deliveries: 2 } })
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(2), WAIT)
    expect(receiver.heard.at(-1)?.event).toMatchObject({ data: { ticketId: missed.id } })
  })

  test('that answers 410 is disabled at once', async () => {
    receiver.answer = () => ({ status: 410 })
    const webhook = await register()
    await mira.openTicket()
    await vi.waitFor(
      async () => expect(await read(webhook)).toMatchObject({ state: 'disabled', disabledBecause: 'gone' }),
      WAIT,
    )
  })

  test('that redirects has not taken it, and the redirect is not followed', async () => {
    const elsewhere = await new Receiver().open()
    receiver.answer = () => ({ status: 307, headers: { Location: elsewhere.url } })
    const webhook = await register({ events: ['ticket.created'] })
    await mira.openTicket()
    await vi.waitFor(async () => expect((await log(webhook))[0]).toMatchObject({ attempts: 1, state: 'pending' }), WAIT)
    expect(elsewhere.heard).toEqual([])
    await elsewhere.close()
  })

  test('with order gets what happens to a ticket one after the other', async () => {
    receiver.answer = (nth) => ({ status: nth === 1 ? 500 : 200 })
    const webhook = await register({ ordered: true, events: ['message.posted'] })
    const ticket = await mira.openTicket()
    for (let index = 0; index < 5; index += 1) await mira.say(ticket, `No. ${index}`)
    await vi.waitFor(async () => expect((await log(webhook)).length).toBeGreaterThanOrEqual(5), WAIT)
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1), WAIT)
    await vi.waitFor(async () => expect((await log(webhook)).some(({ attempts }) => attempts === 1)).toBe(true), WAIT)
    await pass(6_000)
    await vi.waitFor(
      async () => expect(new Set((await log(webhook)).map(({ state }) => state))).toEqual(new Set(['delivered'])),
      WAIT,
    )
    const seqs = receiver.heard.map(({ event }) => (event.type === 'message.posted' ? event.data.message?.seq : 0) ?? 0)
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other))
  })

  test('signs with the former secret, too, for a day after its rotation', async () => {
    const { id, secret } = await register({ events: ['ticket.created'] })
    const rotated = await dora.post<WebhookWithSecret>(`/api/webhooks/${id}/rotate`, {})
    expect(rotated.body.secret).not.toBe(secret)
    await mira.openTicket()
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1), WAIT)
    const [{ body, headers }] = receiver.heard as [Heard]
    for (const one of [secret, rotated.body.secret]) expect(verifyWebhook({ body, headers, secret: one })).toBeTruthy()
    ahead = 25 * 3_600_000
    await (await aShopper(house, shop)).openTicket()
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(2), WAIT)
    const later = receiver.heard[1] as Heard
    expect(() => verifyWebhook({ ...later, secret, now: Date.now() + ahead })).toThrow('made with this secret')
    expect(verifyWebhook({ ...later, secret: rotated.body.secret, now: Date.now() + ahead })).toBeTruthy()
  })

  test('can be tried by hand, whatever it asked for', async () => {
    const { id, secret } = await register({ events: ['ticket.rated'] })
    const tried = await dora.post<WebhookDeliveryWithAttempts>(`/api/webhooks/${id}/test`, {})
    expect(tried.body).toMatchObject({ event: 'webhook.test', state: 'delivered', history: [{ outcome: 'delivered' }] })
    expect(verifyWebhook({ ...(receiver.heard[0] as Heard), secret })).toMatchObject({ type: 'webhook.test' })
    receiver.answer = () => ({ status: 404 })
    const again = await dora.post<WebhookDeliveryWithAttempts>(`/api/webhooks/${id}/test`, {})
    expect(again.body).toMatchObject({ state: 'failed', history: [{ outcome: 'refused', status: 404 }] })
  })

  test('shows its secret once, and is an admin’s alone', async () => {
    const webhook = await register()
    const { body } = await dora.get<Page<Webhook>>('/api/webhooks')
    expect(JSON.stringify(body)).not.toContain('whsec_')
    expect((await mira.get<Problem>('/api/webhooks')).body.code).toBe('forbidden')
    const stranger = new Caller(house, (await aShop(house, `Atelier Nord ${shops++}`)).adminToken)
    expect((await stranger.get<Problem>(`/api/webhooks/${webhook.id}`)).body.code).toBe('not_found')
    expect((await dora.delete(`/api/webhooks/${webhook.id}`)).status).toBe(204)
    expect((await dora.get<Problem>(`/api/webhooks/${webhook.id}`)).body.code).toBe('not_found')
  })

  test('is told of what a crash has kept from it', async () => {
    const webhook = await register({ events: ['ticket.created'] })
    await house.database.query(`UPDATE webhooks SET state = 'disabled'`)
    const ticket: Ticket = await mira.openTicket()
    await house.database.query(`UPDATE webhooks SET state = 'enabled'`)
    await house.database.query(`SELECT graphile_worker.add_job('collect_behind')`)
    await vi.waitFor(() => expect(receiver.types()).toEqual(['ticket.created']), WAIT)
    expect((await log(webhook))[0]?.ticketId).toBe(ticket.id)
  })
})

describe('an address that a webhook may not reach', () => {
  test.each([
    'https://127.0.0.2/hook',
    'https://[::1]/hook',
    'https://10.0.0.1/hook',
    'https://shop-one.example:25/hook',
    'http://shop.example/hook',
    'no address',
  ])('is refused: %s', async (url) => {
    const { status, body } = await dora.post<Problem>('/api/webhooks', { url })
    expect(status, JSON.stringify(body)).toBe(422)
    expect(body.errors?.[0]?.path).toBe('url')
  })

  test('is not reached either when its name comes to mean it later', async () => {
    const { id } = await register({ events: ['ticket.created'] })
    const port = new URL(receiver.url).port
    for (const host of ['127.0.0.2', '[::1]']) {
      await house.database.query(`UPDATE webhooks SET url = 'http://${host}:${port}/hooks' WHERE id = '${id}'`)
      const { body } = await dora.post<WebhookDeliveryWithAttempts>(`/api/webhooks/${id}/test`, {})
      expect(body.history, host).toMatchObject([{ outcome: 'unreachable', status: null }])
    }
  })
})

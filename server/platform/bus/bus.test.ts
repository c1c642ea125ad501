import { createAgentClient, createClient, type ShopperClient, type Thread } from '@comptoir/sdk'
import type { Ticket } from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../../testing/people.ts'
import { describeWithRedis, openRedis, type TestRedis } from '../../testing/redis.ts'
import { PlainSocket } from '../../testing/sockets.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
const PATIENCE = { timeout: 40_000, interval: 50 }

let here: TestHouse
let there: TestHouse
let shop: TestShop
let ada: { agentId: string; token: string }

async function openNodes(config: { redisUrl?: string } = {}): Promise<void> {
  here = await openTestHouse({ config })
  there = await openTestHouse({ config, beside: here })
  shop = await aShop(here)
  ada = await anAgent(here, shop)
  await Promise.all([here, there].map(carries))
}

async function closeNodes(): Promise<void> {
  await there.close()
  await here.close()
}

/** Until the bus has come up, pushes reach a node's own sockets alone. */
const carries = (house: TestHouse) => vi.waitFor(() => expect(house.bus.health.isWhole).toBe(true), PATIENCE)

const socketOf = async (house: TestHouse, token: string): Promise<PlainSocket> => {
  const socket = new PlainSocket(house, { token })
  onTestFinished(() => socket.close())
  return socket.connected()
}

async function bothSides(): Promise<{ mira: Shopper; ticket: Ticket; miras: PlainSocket; adas: PlainSocket }> {
  const mira = await aShopper(here, shop, { name: 'Mira' })
  const ticket = await mira.openTicket()
  const [miras, adas] = await Promise.all([socketOf(here, mira.token), socketOf(there, ada.token)])
  for (const socket of [miras, adas]) await socket.ask('join_ticket', { ticketId: ticket.id })
  return { mira, ticket, miras, adas }
}

/** An agent's SDK on the other node, who follows the ticket. */
function follow(ticket: Ticket): Thread {
  const client = createAgentClient({ url: there.url, token: ada.token })
  onTestFinished(() => client.close())
  return client.thread(ticket.id)
}

const textsOf = (thread: Thread) => thread.get().messages.map(({ message }) => message)

function crossing(): void {
  test('messages, typing and what is read cross from node to node', async () => {
    const { ticket, miras, adas } = await bothSides()
    await miras.ask('typing_start', { ticketId: ticket.id })
    expect(await adas.hears('user_typing')).toMatchObject({ userName: 'Mira', kind: 'customer', typing: true })
    await miras.ask('send_message', { ticketId: ticket.id, message: 'It still leaks.' })
    const { seq } = await adas.hears('new_message', ({ message }) => message === 'It still leaks.')
    await adas.ask('mark_read', { ticketId: ticket.id, seq })
    await miras.hears('message_read', (read) => read.kind === 'agent' && read.seq === seq)
    await adas.ask('send_message', { ticketId: ticket.id, message: 'We send a new one.' })
    await miras.hears('new_message', ({ message }) => message === 'We send a new one.')
  })

  test('the longest message crosses whole', async () => {
    const { ticket, miras, adas } = await bothSides()
    const message = 'é€'.repeat(4_000)
    await miras.ask('send_message', { ticketId: ticket.id, message })
    await adas.hears('new_message', (heard) => heard.message === message)
  })

  test('a session that ends on one node has no socket left on the other', async () => {
    const mira = await aShopper(here, shop)
    const socket = await socketOf(there, mira.token)
    await mira.delete('/api/visitors/current')
    await socket.ended()
  })

  test('a node that stops sends nobody away from the others', async () => {
    const third = await openTestHouse({ beside: here })
    const { adas } = await bothSides()
    await third.close()
    expect(adas.socket.connected).toBe(true)
    expect(await adas.ask('set_presence', { away: false })).toMatchObject({ ok: true })
  })
}

describe('without Redis', () => {
  beforeAll(() => openNodes())
  afterAll(closeNodes)
  crossing()

  test('what is said while a node does not listen reaches its clients when it does again', async () => {
    const { mira, ticket } = await bothSides()
    const thread = follow(ticket)
    await vi.waitFor(() => expect(thread.get().ticket?.id).toBe(ticket.id), PATIENCE)
    await here.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'comptoir bus' AND datname = current_database()`,
    )
    await mira.say(ticket, 'Is anybody there?')
    await vi.waitFor(() => expect(textsOf(thread)).toContain('Is anybody there?'), PATIENCE)
    await carries(there)
    await mira.say(ticket, 'Ah, there you are.')
    await vi.waitFor(
      () => expect(textsOf(thread).slice(-2)).toEqual(['Is anybody there?', 'Ah, there you are.']),
      PATIENCE,
    )
  })
})

describeWithRedis('with Redis', () => {
  let redis: TestRedis
  beforeAll(async () => {
    redis = await openRedis()
    await openNodes({ redisUrl: redis.url })
  })
  afterEach(async () => {
    // Whatever a test has done to it.
    await redis.kill()
    await redis.start()
    await Promise.all([here, there].map(carries))
  })
  afterAll(async () => {
    await closeNodes()
    await redis.kill()
  })
  crossing()

  test('messages are stored and acknowledged while Redis is down, and reach the other node without it', async () => {
    const { mira, ticket, miras } = await bothSides()
    const thread = follow(ticket)
    await vi.waitFor(() => expect(thread.get().ticket?.id).toBe(ticket.id), PATIENCE)
    await redis.kill()
    expect(await miras.ask('send_message', { ticketId: ticket.id, message: 'By socket.' })).toMatchObject({ ok: true })
    expect((await mira.say(ticket, 'Over HTTP.')).seq).toBe(2)
    await vi.waitFor(() => expect(textsOf(thread).slice(-2)).toEqual(['By socket.', 'Over HTTP.']), PATIENCE)

    await redis.start()
    await mira.say(ticket, 'While it comes back.')
    await vi.waitFor(() => expect(textsOf(thread).at(-1)).toBe('While it comes back.'), PATIENCE)
    await carries(here)
    await carries(there)
    await mira.say(ticket, 'Afterwards.')
    await vi.waitFor(() => expect(textsOf(thread).at(-1)).toBe('Afterwards.'), PATIENCE)
  })

  test('a status that changes while Redis is down is seen on the other node', async () => {
    const { mira, ticket } = await bothSides()
    const client: ShopperClient = createClient({
      url: there.url,
      shopKey: shop.publicKey,
      storage: keepingSession(mira),
    })
    onTestFinished(() => client.close())
    const thread = client.thread(ticket.id)
    await vi.waitFor(() => expect(thread.get().ticket?.status).toBe('open'), PATIENCE)
    await redis.kill()
    const { status } = await new Caller(here, ada.token).put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    expect(status).toBe(200)
    await vi.waitFor(() => expect(thread.get().ticket?.status).toBe('resolved'), PATIENCE)
  })

  test('a server starts without it, and carries as soon as it is there', async () => {
    await redis.kill()
    const late = await openTestHouse({ config: { redisUrl: redis.url }, beside: here })
    try {
      const mira = await aShopper(late, shop)
      const ticket = await mira.openTicket()
      expect(ticket.number).toBeGreaterThan(0)
      await redis.start()
      await carries(late)
    } finally {
      await late.close()
    }
  })

  test('a server that has never seen it ends in order', async () => {
    const lonely = await openTestHouse({ config: { redisUrl: 'redis://127.0.0.1:1' }, beside: here })
    await lonely.close()
  })
})

function keepingSession({ session }: Shopper) {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => (key.endsWith('session') ? JSON.stringify(session) : (kept.get(key) ?? null)),
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

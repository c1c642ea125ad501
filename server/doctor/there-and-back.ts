import {
  type AgentClient,
  type ConnectionState,
  createAgentClient,
  createClient,
  type Message,
  newId,
  type ShopperClient,
  type Unsubscribe,
} from '@comptoir/sdk'
import { createShop } from '../commands.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../database.ts'
import { start } from '../main.ts'
import type { Log } from '../platform/log.ts'
import { eraseShop } from '../shops/store.ts'
import type { Finding } from './finding.ts'

const PATIENCE = 15_000

/**
 * Sends a message from a shopper to an agent and an answer back, through HTTP and sockets, in a shop that is made for
 * it and taken away again. It asks the server that is running; where none is, one is started for the while.
 */
export async function thereAndBack(config: Config, log: Log, database: OpenDatabase): Promise<Omit<Finding, 'what'>> {
  const running = `http://127.0.0.1:${config.port}`
  const own = (await answers(running))
    ? null
    : await start({ ...config, port: 0, host: '127.0.0.1', demo: false }, log, { database, jobs: false })
  const url = own ? `http://127.0.0.1:${own.port}` : running
  const shop = await createShop({ ...database, clock: () => new Date() }, probeShop())
  const shopper = createClient({ url, shopKey: shop.publicKey, storage: inMemory() })
  const agent = createAgentClient({ url, token: shop.adminToken, storage: inMemory() })
  try {
    const ms = await converse(shopper, agent)
    return { ok: true, detail: `${ms} ms, through ${own ? 'a server started for this' : `the server at ${running}`}` }
  } finally {
    shopper.close()
    agent.close()
    await database.db.transaction().execute((trx) => eraseShop(trx, shop.shopId))
    await own?.stop()
  }
}

async function converse(shopper: ShopperClient, agent: AgentClient): Promise<number> {
  const begin = performance.now()
  const ticket = await shopper.tickets.create({ subject: 'Doctor', channel: 'chat' })
  const asked = heard(agent, 'question')
  const answered = heard(shopper, 'answer')
  const [asking, answering] = [shopper.thread(ticket.id), agent.thread(ticket.id)]
  try {
    await Promise.all([online(shopper), online(agent)])
    asking.send('question')
    await asked
    answering.send('answer')
    await answered
  } finally {
    asking.close()
    answering.close()
  }
  return Math.round(performance.now() - begin)
}

/** What both kinds of client have in common here. */
interface Client {
  readonly state: ConnectionState
  connect(): void
  on(event: 'state', listener: (state: ConnectionState) => void): Unsubscribe
  on(event: 'message', listener: (message: Message) => void): Unsubscribe
}

function online(client: Client): Promise<void> {
  client.connect()
  return within('the socket did not connect', (done) => {
    const look = () => client.state === 'online' && done()
    look()
    return client.on('state', look)
  })
}

const heard = (client: Client, text: string): Promise<void> =>
  within(`the ${text} did not arrive`, (done) =>
    client.on('message', (message: Message) => message.message === text && done()),
  )

/** Resolves when `watch` calls `done`; it answers how to stop watching. */
function within(problem: string, watch: (done: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error(`${problem} within ${PATIENCE / 1000} s`)), PATIENCE)
    const stop = watch(() => {
      clearTimeout(patience)
      queueMicrotask(() => stop())
      resolve()
    })
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok
  } catch {
    // Nothing listens there: that is the question, and this its answer.
    return false
  }
}

const probeShop = () => ({
  name: 'Doctor',
  origin: ['https://doctor.invalid'],
  adminEmail: `doctor-${newId()}@doctor.invalid`,
  adminPassword: newId(),
  locale: 'en',
})

function inMemory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

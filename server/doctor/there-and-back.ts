import { isIPv6 } from 'node:net'
import {
  type AgentClient,
  type ConnectionState,
  createAgentClient,
  createClient,
  type Message,
  type ShopperClient,
  type Unsubscribe,
} from '@comptoir/sdk'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../database.ts'
import { start } from '../main.ts'
import type { Log } from '../platform/log.ts'
import type { Found } from './finding.ts'
import { openProbe, sweepProbes, takeAway } from './probe.ts'

const PATIENCE = 15_000

/**
 * Sends a message from a shopper to an agent and an answer back, through HTTP and sockets, in a shop that is made for
 * it and taken away again. It asks the server that is running; where none is, one is started for the while.
 */
export async function thereAndBack(config: Config, log: Log, database: OpenDatabase): Promise<Found> {
  await sweepProbes(database)
  const running = `http://${reachable(config.host)}:${config.port}`
  if (await answers(running)) {
    return through(running, database, `the server at ${running}`).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error)
      const advice = `Does the server at ${running} work on this database? Run doctor with the server's own settings.`
      return { ok: false, detail, advice }
    })
  }
  const own = await start({ ...config, port: 0, host: '127.0.0.1', demo: false }, log, { database, jobs: false })
  try {
    return await through(`http://127.0.0.1:${own.port}`, database, 'a server started for this')
  } finally {
    await own.stop()
  }
}

async function through(url: string, database: OpenDatabase, name: string): Promise<Found> {
  const shop = await openProbe(database)
  const shopper = createClient({ url, shopKey: shop.publicKey, storage: inMemory() })
  const agent = createAgentClient({ url, token: shop.adminToken, storage: inMemory() })
  try {
    return { ok: true, detail: `${await converse(shopper, agent)} ms, through ${name}` }
  } finally {
    shopper.close()
    agent.close()
    await takeAway(database, shop.shopId)
  }
}

/** A server that listens on all addresses is asked by the loopback's. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return isIPv6(host) ? `[${host}]` : host
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
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })).ok
  } catch {
    // Nothing listens there: that is the question, and this its answer.
    return false
  }
}

function inMemory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

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

/** A server to try, and a shop in it that is made for the trial. */
export interface Trial {
  url: string
  /** As findings call it. */
  name: string
  /** Whether it is the installation's own; else it was started for this. */
  isRunning: boolean
  sockets(): Promise<Found>
  /** A message from a shopper to an agent and an answer back, through HTTP and sockets. */
  conversation(): Promise<Found>
  /** Takes the shop away, and stops what was started. */
  end(): Promise<void>
}

/** Asks the server that is running; where none is, one is started for the while. */
export async function openTrial(config: Config, log: Log, database: OpenDatabase): Promise<Trial> {
  await sweepProbes(database)
  const running = `http://${reachable(config.host)}:${config.port}`
  const isRunning = await answers(running)
  const settings = { ...config, port: 0, host: '127.0.0.1', demo: false, mailIn: null }
  const own = isRunning ? null : await start(settings, log, { database, jobs: false })
  const url = own ? `http://127.0.0.1:${own.port}` : running
  const name = own ? 'a server started for this' : `the server at ${running}`
  const shop = await openProbe(database)
  const people = (work: (shopper: ShopperClient, agent: AgentClient) => Promise<number>) =>
    withPeople(url, shop, work)
      .then((ms) => ({ ok: true, detail: `${ms} ms, through ${name}` }))
      .catch((error: unknown) => sayWhy(error, isRunning ? name : null))
  return {
    ...{ url, name, isRunning },
    sockets: () => people(connect),
    conversation: () => people(converse),
    end: async () => {
      await takeAway(database, shop.shopId)
      await own?.stop()
    },
  }
}

function sayWhy(error: unknown, server: string | null): Found {
  if (server === null) throw error
  const detail = error instanceof Error ? error.message : String(error)
  const advice = `Does ${server} work on this database? Run doctor with the server's own settings.`
  return { ok: false, detail, advice }
}

async function withPeople(
  url: string,
  shop: { publicKey: string; adminToken: string },
  work: (shopper: ShopperClient, agent: AgentClient) => Promise<number>,
): Promise<number> {
  const shopper = createClient({ url, shopKey: shop.publicKey, storage: inMemory() })
  const agent = createAgentClient({ url, token: shop.adminToken, storage: inMemory() })
  try {
    return await work(shopper, agent)
  } finally {
    shopper.close()
    agent.close()
  }
}

async function connect(shopper: ShopperClient, agent: AgentClient): Promise<number> {
  const begin = performance.now()
  await Promise.all([online(shopper), online(agent)])
  return Math.round(performance.now() - begin)
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

/** @throws the reason why nothing answers there */
export const askHealth = (url: string): Promise<Response> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })

async function answers(url: string): Promise<boolean> {
  try {
    return (await askHealth(url)).ok
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

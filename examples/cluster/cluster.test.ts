import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAgentClient, createClient, type Thread } from '@comptoir/sdk'
import type { AgentRow, Page, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { aShopper, Caller, type Shopper } from '../../server/testing/people.ts'
import { buildProgram, comptoir } from '../../server/testing/program.ts'
import { PlainSocket } from '../../server/testing/sockets.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 600_000 })

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
const PATIENCE = { timeout: 120_000, interval: 50 }

const START = fileURLToPath(new URL('start.mjs', import.meta.url))
const PASSWORD = 'correct horse battery'

let DATA_DIR: string
let cluster: Cluster
let shop: { shopId: string; publicKey: string; adminToken: string }
let ada: { agentId: string; token: string }
let ben: { agentId: string; token: string }

beforeAll(async () => {
  await buildProgram()
  DATA_DIR = await mkdtemp(join(tmpdir(), 'comptoir-cluster-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(DATA_DIR, 0o755)
  cluster = await openCluster(DATA_DIR)
  const made = await comptoir(
    [
      ...['shop', 'create', '--json', '--name', 'Maison Perle', '--origin', 'https://maison-perle.example'],
      ...['--admin-email', 'dora@maison-perle.example', '--admin-password', PASSWORD],
    ],
    { DATA_DIR },
  )
  shop = JSON.parse(made.stdout)
  const anAgent = async (name: string) => {
    const who = ['--email', `${name}@maison-perle.example`, '--name', name, '--password', PASSWORD]
    const { stdout } = await comptoir(['agent', 'create', '--json', '--shop', shop.shopId, ...who], { DATA_DIR })
    return JSON.parse(stdout)
  }
  ada = await anAgent('Ada')
  ben = await anAgent('Ben')
})
afterAll(async () => {
  await cluster.end()
  await rm(DATA_DIR, { recursive: true, force: true })
})

test('a shopper on one server and an agent on the other talk as if there were one', async () => {
  const [one, two] = cluster.servers()
  const mira = await aShopper(one, shop, { name: 'Mira' })
  const ticket = await mira.openTicket()
  const [miras, adas, bens] = await Promise.all([
    connect(one, mira.token),
    connect(two, ada.token),
    connect(one, ben.token),
  ])
  await bens.hears('presence_changed', ({ agentId, state }) => agentId === ada.agentId && state === 'present')
  for (const socket of [miras, adas]) await socket.ask('join_ticket', { ticketId: ticket.id })
  await miras.ask('typing_start', { ticketId: ticket.id })
  await adas.hears('user_typing', ({ typing }) => typing)
  await miras.ask('send_message', { ticketId: ticket.id, message: 'Hello?' })
  await adas.hears('new_message', ({ message }) => message === 'Hello?')
  await adas.ask('send_message', { ticketId: ticket.id, message: 'Hello!' })
  await miras.hears('new_message', ({ message }) => message === 'Hello!')
})

test('when a server is killed, its clients come back on the other, and nothing is lost or doubled', async () => {
  const { miras, adas, talk } = await conversation()
  const [one, two] = cluster.servers()
  await talk(1, 10)
  await connect(one, ben.token)
  const stateOfBen = async () =>
    (await new Caller(two, ada.token).get<Page<AgentRow>>('/api/agents')).body.items.find(
      ({ id }) => id === ben.agentId,
    )?.presence.state
  await vi.waitFor(async () => expect(await stateOfBen()).toBe('present'), PATIENCE)
  const talking = talk(11, 30)
  process.kill(one.pid, 'SIGKILL')
  await vi.waitFor(async () => expect(await stateOfBen()).toBe('offline'), PATIENCE)
  await talking
  await bothHave(miras, adas, 30)
  await cluster.isWhole([one.pid])
})

test('a deploy restarts one after the other, and nothing is lost or doubled', async () => {
  const { miras, adas, talk } = await conversation()
  const before = cluster.servers().map(({ pid }) => pid)
  await talk(1, 5)
  process.kill(cluster.pid, 'SIGHUP')
  const talking = talk(6, 40)
  await vi.waitFor(() => expect(cluster.stdout()).toContain('every server has been restarted'), PATIENCE)
  await talking
  await bothHave(miras, adas, 40)
  await cluster.isWhole(before)
  // In order: no connection was cut, no job was left behind.
  expect(cluster.stdout().match(/ended with 0/g)).toHaveLength(2)
})

async function connect(server: { url: string }, token: string): Promise<PlainSocket> {
  const socket = new PlainSocket(server, { token })
  onTestFinished(() => socket.close())
  return socket.connected()
}

/** Mira and Ada at the balancer's address, by the SDK, in one ticket. */
async function conversation() {
  const mira = await aShopper(cluster, shop, { name: 'Mira' })
  const ticket = await mira.openTicket()
  const shopper = createClient({ url: cluster.url, shopKey: shop.publicKey, storage: storageOf(mira) })
  const agent = createAgentClient({ url: cluster.url, token: ada.token })
  onTestFinished(() => {
    shopper.close()
    agent.close()
  })
  const [miras, adas] = [shopper.thread(ticket.id), agent.thread(ticket.id)]
  /** In turn, each when the one before is acknowledged. */
  const talk = async (from: number, to: number) => {
    for (let number = from; number <= to; number++) {
      const thread = number % 2 ? miras : adas
      const clientId = thread.send(`Message ${number}`)
      await vi.waitFor(() => {
        const found = thread.get().messages.find((message) => message.clientId === clientId)
        expect(found?.state).toMatch(/^(sent|delivered|read)$/)
      }, PATIENCE)
    }
    return ticket
  }
  return { miras, adas, ticket, talk }
}

/** On both screens and in the database, once each, in the same order. */
async function bothHave(miras: Thread, adas: Thread, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, index) => `Message ${index + 1}`)
  for (const thread of [miras, adas])
    await vi.waitFor(() => expect(thread.get().messages.map(({ message }) => message)).toEqual(all), PATIENCE)
  const ticket: Ticket | null = adas.get().ticket
  const { body } = await new Caller(cluster, ada.token).get<{ items: { message: string; seq: number }[] }>(
    `/api/tickets/${ticket?.id}/messages?limit=200`,
  )
  expect(body.items.map(({ message }) => message)).toEqual(all)
  expect(body.items.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1))
}

function storageOf({ session }: Shopper) {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? (key.endsWith('session') ? JSON.stringify(session) : null),
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

interface Cluster {
  url: string
  pid: number
  stdout(): string
  /** The two that run at present. */
  servers(): [Running, Running]
  /** Until both are ready, and none is one of the former processes. */
  isWhole(former: number[]): Promise<void>
  end(): Promise<void>
}
interface Running {
  url: string
  pid: number
}

async function openCluster(DATA_DIR: string): Promise<Cluster> {
  const port = await freePort()
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const env = { PATH, HOME, TMPDIR, DATA_DIR, PORT: String(port), DEMO: 'false', DRAIN_SECONDS: '3' }
  const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const servers = (): [Running, Running] => {
    const last = (name: string): Running => {
      const found = [...said.matchAll(new RegExp(`${name}: process (\\d+) at (\\S+)`, 'g'))].at(-1)
      return { pid: Number(found?.[1]), url: found?.[2] ?? '' }
    }
    return [last('server 1'), last('server 2')]
  }
  const becomesOpen = vi.waitFor(() => expect(said).toContain('The cluster is open'), {
    timeout: 300_000,
    interval: 50,
  })
  await becomesOpen.catch((error: unknown) => {
    child.kill('SIGTERM')
    throw error
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stdout: () => said,
    servers,
    async isWhole(former) {
      await vi.waitFor(async () => {
        for (const { pid, url } of servers()) {
          expect(former).not.toContain(pid)
          expect((await fetch(`${url}/readyz`)).status).toBe(200)
        }
      }, PATIENCE)
    },
    async end() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** The servers take the two above it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port > 65_000 ? freePort() : address.port
}

import { calm } from './calm.ts'
import { databaseTime } from './database-time.ts'
import type { Gauged } from './gauge.ts'
import type { Measured } from './generator.ts'
import type { Verdict } from './ledger.ts'
import { type Part, startPart } from './process.ts'
import type { Seed, Seeded } from './product.ts'
import type { Resumed } from './storm.ts'
import { type Row, rowOf } from './table.ts'

export interface Options {
  /** Of `floors`, `messages`, `memory`, `storm`. */
  parts: Set<string>
  chats: number
  shops: number
  seconds: number
  /** Connections that say nothing. */
  idle: number
  /** Clients that come back at once. */
  returning: number
}

/** Runs the parts that are asked for, and prints what came out. */
export async function runLoad(url: string, options: Options): Promise<void> {
  const rows: Row[] = []
  const floors = options.parts.has('floors') ? await measureFloors(url, options) : null
  if (floors)
    rows.push(
      rowOf('floor: bare ws, echoes/s', floors.ws.rate),
      rowOf('floor: bare Socket.IO, echoes/s', floors.io.rate),
      rowOf('floor: bare Hono + one INSERT, requests/s', floors.hono.rate),
      ...timesOf('request', floors.hono),
    )
  if (options.parts.has('messages')) rows.push(...(await measureMessages(url, options, floors?.hono.rate)))
  if (options.parts.has('memory')) rows.push(...(await measureMemory(url, options)))
  if (options.parts.has('storm')) rows.push(...(await measureStorm(url, options)))
  console.table(Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest])))
}

async function within<T>(roles: string[], work: (...parts: Part[]) => Promise<T>): Promise<T> {
  const parts = roles.map(startPart)
  try {
    return await work(...parts)
  } finally {
    for (const part of parts) await part.end()
  }
}

interface Timed extends Measured {
  loopP99: number
  /** Processor time for one message or request, in ms: this is told apart from what else the machine does. */
  server: number
  database: number
}

async function timed(url: string, server: Part, work: () => Promise<Measured>): Promise<Timed> {
  await server.ask('startGauge')
  const before = await databaseTime(url)
  const measured = await work()
  const database = (await databaseTime(url)) - before
  const { loopP99, busy } = await server.ask<Gauged>('readGauge')
  return { ...measured, loopP99, server: busy / measured.all, database: database / measured.all }
}

const timesOf = (one: string, { server, database }: Timed): Row[] => [
  rowOf(`  processor time of the server for one ${one}, ms`, server),
  rowOf(`  processor time of PostgreSQL for one ${one}, ms`, database),
]

async function measureFloors(url: string, { chats, seconds }: Options) {
  const floor = (kind: 'ws' | 'io' | 'hono') =>
    within([kind, 'generator'], async (server, generator) => {
      if (!server || !generator) throw new Error('no parts')
      const port = await server.ask<number>('start', { url })
      const connections = chats * 2
      return timed(url, server, () => generator.ask<Measured>(kind, { port, connections, seconds }))
    })
  return { ws: await floor('ws'), io: await floor('io'), hono: await floor('hono') }
}

const fill = (url: string, seed: Seed): Promise<Seeded> =>
  within(['server'], async (server) => {
    if (!server) throw new Error('no server')
    await server.ask('start', { url, port: 0 })
    const seeded = await server.ask<Seeded>('seed', seed)
    await server.ask('stop')
    return seeded
  })

async function measureMessages(
  url: string,
  { chats, shops, seconds }: Options,
  floor: number | undefined,
): Promise<Row[]> {
  const seeded = await fill(url, { chats, shops, idle: 0 })
  return within(['server', 'generator'], async (server, generator) => {
    if (!server || !generator) throw new Error('no parts')
    const port = await server.ask<number>('start', { url, port: 0 })
    await generator.ask('openChats', { port, chats: seeded.chats })
    await generator.ask('greet')
    await calm(url)
    const full = await timed(url, server, () => generator.ask<Measured>('closedLoop', { seconds }))
    await generator.ask('settle', { url })
    const half = await timed(url, server, () => generator.ask<Measured>('openLoop', { seconds, rate: full.rate / 2 }))
    const verdict = await generator.ask<Verdict & { refused: number }>('settle', { url })
    await server.ask('stop')
    return [
      rowOf('messages/s acknowledged, stored, delivered', full.rate, { floor, least: 1 }),
      rowOf('  ack p50 then, ms', full.latency.p50),
      rowOf('  ack p99 then, ms', full.latency.p99),
      rowOf('  event loop delay p99 then, ms', full.loopP99, { goal: 50 }),
      ...timesOf('message', full),
      rowOf('ack p50 at half that rate, ms', half.latency.p50),
      rowOf('ack p99 at half that rate, ms', half.latency.p99, { goal: 50 }),
      rowOf('  event loop delay p99 then, ms', half.loopP99, { goal: 50 }),
      rowOf('messages acknowledged', verdict.acknowledged),
      ...(['lost', 'doubled', 'undelivered', 'disorder', 'refused'] as const).map((name) =>
        rowOf(`  ${name}`, verdict[name], { goal: 0 }),
      ),
    ]
  })
}

async function measureMemory(url: string, { idle, shops }: Options): Promise<Row[]> {
  const seeded = await fill(url, { chats: 0, shops, idle })
  const each = (role: 'server' | 'io') =>
    within([role, 'generator'], async (server, generator) => {
      if (!server || !generator) throw new Error('no parts')
      const port = await server.ask<number>('start', { url, port: 0 })
      const before = await server.ask<number>('rss')
      const open = await generator.ask<number>('openIdle', { port, tokens: seeded.idle.map(({ token }) => token) })
      const after = await server.ask<number>('rss')
      await generator.ask('closeIdle')
      return (after - before) / open / 1024
    })
  const floor = await each('io')
  return [rowOf(`memory per idle connection at ${idle}, KiB`, await each('server'), { floor, most: 1.5 })]
}

/** Two nodes: one is killed and started anew, and the others of the figure write on the other one meanwhile. */
async function measureStorm(url: string, { returning, shops }: Options): Promise<Row[]> {
  const seeded = await fill(url, { chats: 50, shops, idle: returning })
  return within(['server', 'server', 'generator', 'generator'], async (first, second, crowd, others) => {
    if (!first || !second || !crowd || !others) throw new Error('no parts')
    const port = await first.ask<number>('start', { url, port: 0 })
    await others.ask('openChats', { port: await second.ask<number>('start', { url, port: 0 }), chats: seeded.chats })
    await crowd.ask('gather', { port, visitors: seeded.idle })
    await calm(url)
    const writing = others.ask<Measured>('openLoop', { seconds: 20, rate: 60 })
    const back = crowd.ask<Resumed>('awaitReturn')
    await first.end('SIGKILL')
    return within(['server'], async (again) => {
      await again?.ask('start', { url, port })
      const resumed = await back
      const { latency } = await writing
      await crowd.ask('disperse')
      const verdict = await others.ask<Verdict>('settle', { url })
      return [
        rowOf(`${resumed.resumed} back after kill -9, s`, resumed.slowest / 1000, { goal: 10 }),
        rowOf('  tries that failed meanwhile', resumed.failures),
        rowOf("  others' ack p99 meanwhile, ms", latency.p99, { goal: 1000 }),
        rowOf('  of the others lost, doubled, undelivered', verdict.lost + verdict.doubled + verdict.undelivered, {
          goal: 0,
        }),
      ]
    })
  })
}

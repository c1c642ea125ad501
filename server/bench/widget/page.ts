import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ticket, VisitorSession } from '@comptoir/sdk/contract'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { startEmbeddedDatabase } from '../../platform/embedded-db/index.ts'

const PORT = 3_177

export const ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-gpu']

export interface BenchHouse {
  url: string
  publicKey: string
  /** Of the shopper with the long thread. */
  session: VisitorSession
  close(): Promise<void>
}

/** The demo shop, and a shopper in whose conversation a great deal was written. */
export async function openBenchHouse(messages: number): Promise<BenchHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir })
  const env = {
    DATABASE_URL: database.url,
    PORT: String(PORT),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    DATA_DIR: dataDir,
  }
  // The built program: the widget's files lie beside it.
  const server = spawn(process.execPath, ['server/comptoir.mjs', 'serve'], { env: { ...process.env, ...env } })
  const ended = once(server, 'exit')
  const url = `http://127.0.0.1:${PORT}`
  const publicKey = await demoKey(url)
  const session = await post<VisitorSession>(`${url}/api/visitors`, { name: 'Mira' }, { 'X-Shop-Key': publicKey })
  const credential = { Authorization: `Bearer ${session.token}` }
  const ticket = await post<Ticket>(`${url}/api/tickets`, { subject: 'Teapots', channel: 'chat' }, credential)
  await fill(database.url, ticket, messages)
  return {
    url,
    publicKey,
    session,
    async close() {
      server.kill('SIGTERM')
      await ended
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function demoKey(url: string): Promise<string> {
  for (let left = 300; left > 0; left--) {
    const page = await fetch(`${url}/demo/`).then(
      (response) => response.text(),
      () => '',
    )
    const key = /data-shop="(pk_[^"]+)"/.exec(page)?.[1]
    if (key) return key
    await pause(100)
  }
  throw new Error('The server has not come up: run "npm run build" first.')
}

async function post<T>(url: string, body: object, headers: Record<string, string>): Promise<T> {
  const sent = { 'Content-Type': 'application/json', ...headers }
  const response = await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`)
  return response.json()
}

async function fill(database: string, { id, customerId }: Ticket, messages: number): Promise<void> {
  const client = new pg.Client(database)
  await client.connect()
  await client.query(
    `INSERT INTO ticket_messages (shop_id, id, ticket_id, seq, public_seq, type, message, author_kind, author_id, created_at)
     SELECT shop_id, md5('message' || n)::uuid, id, n, n, 'customer_message', 'The ' || n || 'th question about teapots and their lids.', 'customer',
       $2::uuid, now() - ($3::int - n) * interval '1 minute'
     FROM tickets, generate_series(1, $3::int) AS n WHERE id = $1::uuid`,
    [id, customerId, messages],
  )
  await client.query(
    'UPDATE tickets SET last_seq = $2, last_public_seq = $2, last_message_at = now() WHERE id = $1::uuid',
    [id, messages],
  )
  await client.end()
}

export const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0

export interface Weight {
  /** All in milliseconds, but the number of requests and the share of the window that has moved. */
  evaluation: number
  requests: number
  cls: number
  lcp: number
  tbt: number
}

/** A page as Lighthouse looks at it, and how long the loader's script has run. */
export async function measurePage(page: Page, url: string): Promise<Weight> {
  let requests = 0
  page.on('request', (request) => {
    if (/\/(widget|api|socket\.io)/.test(new URL(request.url()).pathname)) requests++
  })
  await page.addInitScript(observe)
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.setSamplingInterval', { interval: 100 })
  await session.send('Profiler.start')
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction(
    () => 'requestIdleCallback' in window && new Promise((done) => requestIdleCallback(() => done(true))),
  )
  const { profile } = await session.send('Profiler.stop')
  const seen = await page.evaluate(() => Reflect.get(window, 'seen'))
  return { ...seen, requests, evaluation: timeIn(profile, '/widget.js') }
}

interface Profile {
  nodes: { id: number; callFrame: { url: string } }[]
  samples?: number[]
  timeDeltas?: number[]
}

function timeIn({ nodes, samples = [], timeDeltas = [] }: Profile, file: string): number {
  const its = new Set(nodes.filter(({ callFrame }) => callFrame.url.endsWith(file)).map(({ id }) => id))
  return samples.reduce((sum, id, at) => sum + (its.has(id) ? (timeDeltas[at] ?? 0) / 1_000 : 0), 0)
}

/** Runs in the page, before anything else does. */
function observe(): void {
  const seen = { cls: 0, lcp: 0, tbt: 0 }
  Reflect.set(window, 'seen', seen)
  const on = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  on('layout-shift', (entry) => {
    seen.cls += Reflect.get(entry, 'value')
  })
  on('largest-contentful-paint', ({ startTime }) => {
    seen.lcp = startTime
  })
  on('longtask', ({ duration }) => {
    seen.tbt += Math.max(0, duration - 50)
  })
}

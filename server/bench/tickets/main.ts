import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@comptoir/sdk/contract'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { createShop } from '../../commands.ts'
import { readConfig } from '../../config.ts'
import { start } from '../../main.ts'
import type { Context } from '../../platform/context.ts'
import { startEmbeddedDatabase } from '../../platform/embedded-db/index.ts'
import { openLog } from '../../platform/log.ts'
import { renew } from '../../stats/keeping/store.ts'
import { fill, takeStock, wordAt } from './fill.ts'
import { type Figure, measure, ms, rate } from './measure.ts'

/*
 * How fast tickets are opened, listed, searched and counted in a shop with 10,000 of them and in one with 1,000,000, beside
 * a hundred small ones. `npm run bench:tickets -- 100000 5 create` takes another size for the large shop, another number of
 * small ones, and of `lists`, `statistics` and `create` only what is named.
 */
const SMALL = 10_000
const LARGE = Number(process.argv[2] ?? 1_000_000)
const SHOPS = Number(process.argv[3] ?? 100)
const ONLY = process.argv[4]
const TIMES = 200

const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-bench-'))
chmodSync(dataDir, 0o755)
const database = await startEmbeddedDatabase({ dataDir, settings: { shared_buffers: '512MB' } })
const env = { DATABASE_URL: database.url, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', DEMO: 'false' }
const config = readConfig(env, dataDir)
const house = await start(config, openLog(config), { jobs: false })
const url = `http://127.0.0.1:${house.port}`
const stopped = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(signal)))
})
try {
  await Promise.race([run(house.context), stopped])
} finally {
  await house.stop()
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

interface Filled {
  shopId: string
  adminToken: string
  agentId: string
  tickets: number
}

async function run(context: Context): Promise<void> {
  const shops: Filled[] = []
  for (const tickets of [SMALL, LARGE, ...Array.from({ length: SHOPS }, () => 100)])
    shops.push(await openShop(context, shops.length, tickets))
  console.log(`filling ${SMALL} + ${LARGE} + ${SHOPS} × 100 tickets …`)
  await fill(database.url, shops)
  for (const { shopId } of shops) await renew(context.db, shopId)
  await takeStock(database.url)
  const [small, large, tiny] = shops
  if (!small || !large || !tiny) throw new Error('the shops were not made')
  const isAsked = (part: string) => ONLY === undefined || ONLY.includes(part)
  if (isAsked('lists')) await compareLists(small, large, tiny)
  if (isAsked('statistics')) await compareStats(small, large)
  if (isAsked('create')) await compareCreate(large)
}

async function compareLists(small: Filled, large: Filled, tiny: Filled): Promise<void> {
  const scans = await countScans()
  await compare(small, large, tiny)
  const found = (await countScans()) - scans
  console.log(`\nsequential scans of tickets by lists and searches: ${found}   ${verdict(found === 0)} 0`)
}

async function openShop(context: Context, place: number, tickets: number): Promise<Filled> {
  // German: a language whose endings nobody knows, so that the bench's own words are what they are.
  const { shopId, adminToken } = await createShop(context, {
    ...{ name: `Shop ${place}`, origin: [`https://shop-${place}.example`], locale: 'de', adminName: 'Dora' },
    ...{ adminEmail: `dora@shop-${place}.example`, adminPassword: 'correct horse battery' },
  })
  return { shopId, adminToken, agentId: newId(), tickets }
}

async function read(path: string, { adminToken }: Filled): Promise<void> {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${adminToken}` } })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${text}`)
}

async function compare(small: Filled, large: Filled, tiny: Filled): Promise<void> {
  const [common, middling, rare] = [
    await wordAt(database.url, 1),
    await wordAt(database.url, 400),
    await wordAt(database.url, 1990),
  ]
  const lists: [string, (turn: number, shop: Filled) => string][] = [
    ['list', () => ''],
    ['list by activity', () => 'sort=activity'],
    ['page 1 with total', () => 'page=1'],
    ['status', () => 'status=open'],
    ['status + priority', () => 'status=escalated&priority=urgent'],
    ['category', () => 'category=refund_request'],
    ['assignee', (_, shop) => `assignee=${shop.agentId}`],
    ['tag', () => 'tag=vip'],
    ['status, page 1', () => 'status=closed&page=1'],
    ['search, common word', () => `q=${common}`],
    ['search, middling word', () => `q=${middling}+`],
    ['search, rare word', () => `q=${rare}+`],
    ['search, two words', () => `q=${common}+${middling}`],
    ['search, a beginning', (turn) => `q=${'abcdef0123456789'[turn % 16]}`],
    ['search, number', (turn, shop) => `q=%23${1 + ((turn * 7919) % shop.tickets)}`],
    ['search, order', (turn, shop) => `q=ORDER-${1 + ((turn * 7919) % shop.tickets)}`],
    ['search, nothing', () => 'q=zzzzzz'],
    ['search + status', () => `q=${common}&status=open`],
  ]
  console.log(
    `\n${'first page, ms'.padEnd(24)}     100 p99   10,000 p50      p99   large p50      p99   ratio of p99   goal`,
  )
  for (const [name, query] of lists) {
    const figures: Figure[] = []
    for (const shop of [tiny, small, large])
      figures.push(await measure(TIMES, (turn) => read(`/api/tickets?${query(turn, shop)}`, shop)))
    const [few, ten, million] = figures
    if (!few || !ten || !million) continue
    const ratio = million.p99 / ten.p99
    console.log(
      `${name.padEnd(24)} ${ms(few.p99)}     ${ms(ten.p50)} ${ms(ten.p99)}    ${ms(million.p50)} ${ms(million.p99)}   ${ratio.toFixed(2).padStart(8)}       ${verdict(ratio <= 2)} <= 2`,
    )
  }
}

async function compareStats(small: Filled, large: Filled): Promise<void> {
  const agent = large.agentId
  const questions: [name: string, query: string, goal: number][] = [
    ['30 days', '/api/tickets/stats?period=30d', 300],
    ['by agent', '/api/tickets/stats?period=30d&by=agent', 300],
    ['by category', '/api/tickets/stats?period=30d&by=category', 300],
    ['by channel', '/api/tickets/stats?period=30d&by=channel', 300],
    ['by department', '/api/tickets/stats?period=30d&by=department', 300],
    ['by day', '/api/tickets/stats?period=30d&by=day', 300],
    ['of an agent', `/api/tickets/stats?period=30d&agent=${agent}`, 300],
    ['of a category, a channel', '/api/tickets/stats?period=30d&category=other&channel=chat', 300],
    ['contact', '/api/support/contact/stats', 50],
  ]
  console.log(`\n${'statistics, ms'.padEnd(24)}  10,000 p50      p99   large p50      p99   goal`)
  for (const [name, path, goal] of questions) {
    const [ten, million] = [await measure(30, () => read(path, small)), await measure(30, () => read(path, large))]
    console.log(
      `${name.padEnd(24)}    ${ms(ten.p50)} ${ms(ten.p99)}    ${ms(million.p50)} ${ms(million.p99)}   ${verdict(million.p99 < goal)} < ${goal}`,
    )
  }
}

function verdict(isGood: boolean): string {
  return isGood ? 'good' : 'MISSED'
}

/** Against the least that a server could do: one route, one INSERT, the same PostgreSQL. */
async function compareCreate(shop: Filled): Promise<void> {
  const pool = new pg.Pool({ connectionString: database.url, max: 10 })
  pool.on('error', (error) => console.error(error.message))
  await pool.query(
    'CREATE TABLE bare (id bigserial PRIMARY KEY, subject text, description text, created_at timestamptz DEFAULT now())',
  )
  const app = new Hono().post('/bare', async (c) => {
    const { subject, description } = await c.req.json()
    const { rows } = await pool.query('INSERT INTO bare (subject, description) VALUES ($1, $2) RETURNING *', [
      subject,
      description,
    ])
    return c.json(rows[0], 201)
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const bare = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bare`
  const customerId = newId()
  await pool.query("INSERT INTO customers (shop_id, id, standing, created_at) VALUES ($1, $2, 'identified', now())", [
    shop.shopId,
    customerId,
  ])
  const ticket = {
    subject: 'The teapot is cracked',
    description: 'It leaks where the spout meets the pot, since Monday.',
  }
  const send = async (to: string, body: object) => {
    const headers = { Authorization: `Bearer ${shop.adminToken}`, 'Content-Type': 'application/json' }
    const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) })
    if (answer.status !== 201) throw new Error(await answer.text())
    await answer.arrayBuffer()
  }
  const create = () => send(`${url}/api/tickets`, { ...ticket, customerId })
  const insert = () => send(bare, ticket)
  const [one, floor] = [await measure(TIMES, create), await measure(TIMES, insert)]
  const [many, most] = [await rate(1000, 8, create), await rate(1000, 8, insert)]
  console.log(`\ncreate, p50 p99 ms: ${ms(one.p50)} ${ms(one.p99)}; a bare INSERT ${ms(floor.p50)} ${ms(floor.p99)}`)
  console.log(
    `create, a second, 8 at once: ${many.toFixed(0)}; a bare INSERT ${most.toFixed(0)}; ratio ${(many / most).toFixed(2)}   ${verdict(many / most >= 0.5)} >= 0.5`,
  )
  server.close()
  await pool.end()
}

/** As the database itself counts them, whatever was asked. */
async function countScans(): Promise<number> {
  // Connections tell what they have counted once a second at most.
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  const client = new pg.Client(database.url)
  await client.connect()
  const { rows } = await client.query<{ scans: number }>(
    "SELECT seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'tickets'",
  )
  await client.end()
  return rows[0]?.scans ?? 0
}

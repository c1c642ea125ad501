import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgentActor, CustomerActor } from '../../platform/actor.ts'
import type { Context } from '../../platform/context.ts'
import { openDb } from '../../platform/db.ts'
import { aShop, openTestHouse, type TestHouse } from '../../testing/house.ts'
import { shopMark } from '../search/words.ts'
import { type Asked, listTickets } from './actions.ts'

/*
 * In a shop with 50,000 tickets every list and every search is looked at as PostgreSQL carries it out: none reads a large
 * table from end to end, and what finds a few old tickets touches a few pages. What counts is pages, not time.
 */
const TICKETS = 50_000
/** A twentieth of the table and more. */
const PAGES = 400
const LARGE = ['tickets', 'ticket_messages', 'ticket_search']
const AGENT = '00000000-0000-7000-8000-0000000000a1'
const OTHER_AGENT = '00000000-0000-7000-8000-0000000000a2'
const DEPARTMENT = '00000000-0000-7000-8000-0000000000d1'
const TARGET = '00000000-0000-7000-8000-0000000000f1'
const CUSTOMER = '00000000-0000-7000-8000-0000000000c1'

let house: TestHouse
let shopId: string
let spy: pg.Pool
let context: Context
let asked: { text: string; values: unknown[] }[] = []

/** Writes down what is asked of it. */
class Noting extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const ask = this.query.bind(this)
    Reflect.set(this, 'query', (...args: unknown[]) => {
      const [text, values] = args
      if (typeof text === 'string' && /^\s*(select|with)\b/i.test(text))
        asked.push({ text, values: Array.isArray(values) ? values : [] })
      return Reflect.apply(ask, this, args)
    })
  }
}

const query = (sql: string, values: unknown[] = []) => house.database.query(sql, values)

beforeAll(async () => {
  house = await openTestHouse()
  shopId = (await aShop(house)).shopId
  spy = new pg.Pool({ connectionString: house.database.url, max: 1, Client: Noting })
  context = { ...house.context, db: openDb(spy) }
  await query(
    `INSERT INTO departments (shop_id, id, name, categories, created_at) VALUES ($1, $2, 'Technical', '{}', now())`,
    [shopId, DEPARTMENT],
  )
  await query(
    `INSERT INTO customers (shop_id, id, standing, name, created_at)
     SELECT $1, CASE n WHEN 0 THEN $2 ELSE gen_random_uuid() END, 'identified', 'Customer ' || n, now() FROM generate_series(0, 500) AS n`,
    [shopId, CUSTOMER],
  )
  await query(FILL, [shopId, TICKETS, AGENT, OTHER_AGENT, DEPARTMENT, TARGET, CUSTOMER])
  await query(
    `INSERT INTO ticket_messages (shop_id, ticket_id, seq, public_seq, id, type, message, author_kind, created_at)
     SELECT shop_id, id, 1, 1, gen_random_uuid(), 'agent_message', 'Hm.', 'agent', created_at FROM tickets WHERE shop_id = $1`,
    [shopId],
  )
  await query(
    `INSERT INTO ticket_search (shop_id, ticket_id, number, words, notes)
     SELECT shop_id, id, number, array_to_tsvector(ARRAY(SELECT $2 || '.' || (number >> 13) || '.' || word
         FROM unnest(ARRAY['teapot', '#' || number, 'order-' || number, 'w' || number % 2500, md5(number::text)]) AS word)),
       CASE WHEN cardinality(tags) > 0 THEN array_to_tsvector(ARRAY[$2 || '.' || (number >> 13) || '.=vip']) ELSE '' END
     FROM tickets WHERE shop_id = $1`,
    [shopId, shopMark(shopId)],
  )
  await query('UPDATE shop_counters SET last_ticket = $2 WHERE shop_id = $1', [shopId, TICKETS])
  await query('VACUUM ANALYZE')
})
afterAll(async () => {
  await spy.end()
  await house.close()
})

/** Of every property there is a value that few tickets have, none of them among the newest. */
const FILL = `
  INSERT INTO tickets (shop_id, id, number, customer_id, assignee_id, department_id, subject, description, status, priority, category,
    channel, order_id, created_at, updated_at, snoozed_until, merged_into_id, tags, deadline, last_seq, last_public_seq)
  SELECT $1::uuid, gen_random_uuid(), n, CASE n % 2500 WHEN 1 THEN $7::uuid ELSE others[1 + n % 500] END,
    CASE n % 2500 WHEN 2 THEN $3::uuid WHEN 3 THEN NULL ELSE $4::uuid END, CASE n % 2500 WHEN 4 THEN $5::uuid END, 'A teapot',
    repeat('It leaks. ', 20), CASE WHEN n % 2500 = 5 THEN 'resolved' WHEN n % 2500 IN (2, 3, 4) THEN 'open' ELSE 'closed' END,
    CASE n % 2500 WHEN 6 THEN 'urgent' ELSE 'medium' END, CASE n % 2500 WHEN 7 THEN 'billing' ELSE 'other' END,
    CASE n % 2500 WHEN 8 THEN 'mail' ELSE 'chat' END, 'ORDER-' || n, at, at, CASE n % 2500 WHEN 9 THEN now() END,
    CASE n % 2500 WHEN 10 THEN $6::uuid END, CASE n % 2500 WHEN 11 THEN ARRAY['vip'] ELSE '{}' END,
    CASE WHEN n % 2500 IN (2, 3, 4) THEN '{"at": "2026-01-01T00:00:00.000Z"}'::jsonb END, 1, 1
  FROM generate_series(1, $2::int) AS n
  CROSS JOIN LATERAL (SELECT now() - (($2::int - n) * interval '5 minutes') AS at) AS times
  CROSS JOIN (SELECT array_agg(id) AS others FROM customers WHERE shop_id = $1::uuid AND id <> $7::uuid) AS customers`

const dora = (): AgentActor => ({
  ...{
    kind: 'agent',
    role: 'admin',
    shopId,
    agentId: OTHER_AGENT,
    credentialId: OTHER_AGENT,
    name: 'Dora',
    endsAt: null,
  },
})
const mira = (): CustomerActor => ({
  ...{ kind: 'customer', role: 'user', shopId, customerId: CUSTOMER, sessionId: CUSTOMER, name: 'Mira', endsAt: 0 },
})

/** Each finds few. */
const RARE: Record<string, Partial<Asked>> = {
  status: { status: 'resolved' },
  priority: { priority: 'urgent' },
  category: { category: 'billing' },
  channel: { channel: 'mail' },
  assignee: { assignee: AGENT },
  nobody: { assignee: 'none' },
  toDo: { assignee: AGENT, done: false, snoozed: false, sort: 'activity' },
  due: { assignee: AGENT, snoozed: false, sort: 'due' },
  department: { department: DEPARTMENT },
  customer: { customer: CUSTOMER },
  mergedInto: { mergedInto: TARGET },
  snoozed: { snoozed: true },
  time: { from: new Date(Date.now() - 100 * 86_400_000), to: new Date(Date.now() - 100 * 86_400_000 + 7_200_000) },
  tag: { tag: 'vip' },
  words: { q: 'w2013' },
  number: { q: '#4711' },
  order: { q: 'ORDER-4711' },
  beginning: { q: 'order-4711' },
  nothing: { q: 'zzzzzz' },
}
/** Each finds nearly all. */
const COMMON: Record<string, Partial<Asked>> = {
  all: {},
  status: { status: 'closed' },
  priority: { priority: 'medium' },
  category: { category: 'other' },
  channel: { channel: 'chat' },
  assignee: { assignee: OTHER_AGENT },
  words: { q: 'teapot' },
  time: { from: new Date(0) },
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: Plan[]
}

interface Looked {
  scans: string[]
  pages: number
}

/** How PostgreSQL carries out what a list asks for. */
async function look(actor: AgentActor | CustomerActor, more: Partial<Asked>): Promise<Looked> {
  asked = []
  await listTickets(context, actor, { sort: 'created', limit: 30, ...more })
  const questions = asked
  const looked: Looked = { scans: [], pages: 0 }
  for (const { text, values } of questions) {
    const explain = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`
    const { rows } = await spy.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(explain, values)
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
    if (!plan) throw new Error('no plan')
    looked.scans.push(...scansIn(plan))
    looked.pages += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
  }
  return looked
}

const scansIn = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && LARGE.includes(plan['Relation Name'] ?? '')
    ? [plan['Relation Name'] ?? '']
    : []),
  ...(plan.Plans ?? []).flatMap(scansIn),
]

const names = Object.keys(RARE)
const pairs = names.flatMap((one, place) => names.slice(place + 1).map((other): [string, string] => [one, other]))

describe('a list of few among many tickets', () => {
  test.each(names)('by %s reads few pages, however it is sorted', async (name) => {
    for (const more of [{}, { sort: 'activity' }, { sort: 'due' }, { page: 1 }] as const) {
      const { scans, pages } = await look(dora(), { ...RARE[name], ...more })
      expect(scans, JSON.stringify(more)).toEqual([])
      expect(pages, JSON.stringify(more)).toBeLessThan(PAGES)
    }
  })

  test.each(pairs)('by %s and %s reads few pages', async (one, other) => {
    const { scans, pages } = await look(dora(), { ...RARE[one], ...RARE[other] })
    expect(scans).toEqual([])
    expect(pages).toBeLessThan(PAGES)
  })

  test('of a shopper reads few pages, whatever they look for', async () => {
    for (const name of ['status', 'priority', 'category', 'channel', 'words', 'order', 'nothing']) {
      const { scans, pages } = await look(mira(), RARE[name] ?? {})
      expect(scans, name).toEqual([])
      expect(pages, name).toBeLessThan(PAGES)
    }
  })
})

describe('a page of a list of nearly all tickets', () => {
  test.each(Object.keys(COMMON))('by %s reads few pages', async (name) => {
    for (const more of [{}, { sort: 'activity' }, { status: 'resolved' }, { priority: 'urgent' }] as const) {
      const { scans, pages } = await look(dora(), { ...COMMON[name], ...more })
      expect(scans, JSON.stringify(more)).toEqual([])
      expect(pages, JSON.stringify(more)).toBeLessThan(PAGES)
    }
  })
})

describe('without one of its indexes', () => {
  const indexes: [index: string, more: Partial<Asked>][] = [
    ['tickets_newest, tickets_statistics', {}],
    ['tickets_liveliest', { sort: 'activity' }],
    ['tickets_by_status', { status: 'resolved', page: 1 }],
    ['tickets_by_priority', RARE.priority ?? {}],
    ['tickets_by_category', RARE.category ?? {}],
    ['tickets_by_channel', RARE.channel ?? {}],
    ['tickets_of_agent', RARE.assignee ?? {}],
    ['tickets_of_nobody', RARE.nobody ?? {}],
    ['tickets_of_department', RARE.department ?? {}],
    ['tickets_of_customer', RARE.customer ?? {}],
    ['tickets_merged', RARE.mergedInto ?? {}],
    ['tickets_snoozed', RARE.snoozed ?? {}],
    ['ticket_search_words', RARE.words ?? {}],
  ]

  test.each(indexes)('%s, a list reads many pages: so these tests would tell', async (index, more) => {
    const has = await look(dora(), more)
    await spy.query('BEGIN')
    try {
      await spy.query(`DROP INDEX ${index}`)
      const hasNot = await look(dora(), more)
      expect(hasNot.scans.length > 0 || hasNot.pages > 3 * has.pages, `${has.pages} and ${hasNot.pages}`).toBe(true)
    } finally {
      await spy.query('ROLLBACK')
    }
  })
})

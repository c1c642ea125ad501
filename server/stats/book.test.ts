import { STATS_PARTS, TICKET_STATUSES, type TicketStats } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { renew, settle } from './keeping/store.ts'
import { figuresIn, naive, type Past, plain } from './testing/naive.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOON = Date.parse('2026-04-02T10:00:00Z')
const PLACES = 12

let house: TestHouse
let shop: TestShop
let dora: Caller
let customerId: string
const departments = ['00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000d2']

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(NOON) })
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  // Nothing happens but what is written here: no clock escalates by itself.
  await dora.patch('/api/shop', { settings: { escalation: { unanswered: null, urgent: null, ratingBelow: 1 } } })
  customerId = (await aShopper(house, shop)).session.customerId
  for (const id of departments)
    await house.database.query(
      `INSERT INTO departments (shop_id, id, name, categories, created_at) VALUES ($1, $2, $3, '{}', now())`,
      [shop.shopId, id, `Department ${id.slice(-1)}`],
    )
})
afterAll(() => house.close())

const query = (sql: string, values: unknown[] = []) => house.database.query(sql, values)

/** One thing that happens to the ticket at a place of the history, whatever it is by then. */
type Step =
  | { do: 'open'; place: number; age: number; category: string; channel: string }
  | { do: 'turn'; place: number; status: string; after: number }
  | { do: 'answer'; place: number; after: number }
  | { do: 'rate'; place: number; score: number }
  | { do: 'give'; place: number; agent: string | null; department: string | null }
  | { do: 'sort'; place: number; category: string }
  | { do: 'delete'; place: number }
  | { do: 'undo'; place: number; status: string }
  | { do: 'settle' }

const place = fc.integer({ min: 1, max: PLACES })
const category = fc.constantFrom('billing', 'other', 'order_issue')
const after = fc.integer({ min: 0, max: 3 * DAY })
const status = fc.constantFrom(...TICKET_STATUSES)
const agent = fc.constantFrom(null, '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002')
// Around the night in which Paris puts its clocks on, and at midnight of several days.
const age = fc.oneof(
  fc.integer({ min: 0, max: 9 * DAY }),
  fc.constantFrom(12 * HOUR, 12 * HOUR + 1, 36 * HOUR, 4 * DAY + 9 * HOUR, 4 * DAY + 11 * HOUR, 7 * DAY, 7 * DAY + 1),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('open'), place, age, category, channel: fc.constantFrom('chat', 'form') }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('turn'), place, status, after }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer'), place, after }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rate'), place, score: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('give'), place, agent, department: fc.constantFrom(null, ...departments) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sort'), place, category }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo'), place, status }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle') }) },
)

const SET: { [S in Exclude<Step['do'], 'open' | 'delete' | 'undo' | 'settle'>]: string } = {
  turn: `status = $3, was_escalated = was_escalated OR $3 = 'escalated', resolved_at = CASE WHEN $3 IN ('resolved', 'closed')
    THEN created_at + make_interval(secs => $4::float8 / 1000) END`,
  answer: 'first_answered_at = created_at + make_interval(secs => $3::float8 / 1000)',
  rate: 'rating = $3',
  give: 'assignee_id = $3, department_id = $4',
  sort: 'category = $3',
}

async function act(one: Step): Promise<void> {
  if (one.do === 'settle') return settle(house.context.db, shop.shopId)
  const target = [shop.shopId, one.place]
  const change = (set: string, values: unknown[]) =>
    query(`UPDATE tickets SET ${set} WHERE shop_id = $1 AND number = $2`, [...target, ...values])
  if (one.do === 'open') await query(OPEN, [...target, customerId, new Date(NOON - one.age), one.category, one.channel])
  if (one.do === 'turn') await change(SET.turn, [one.status, one.after])
  if (one.do === 'answer') await change(SET.answer, [one.after])
  if (one.do === 'rate') await change(SET.rate, [one.score])
  if (one.do === 'give') await change(SET.give, [one.agent, one.department])
  if (one.do === 'sort') await change(SET.sort, [one.category])
  if (one.do === 'delete') await query('DELETE FROM tickets WHERE shop_id = $1 AND number = $2', target)
  // Somebody changes their mind before the commit.
  if (one.do === 'undo')
    await query(
      `DO $$ BEGIN UPDATE tickets SET status = '${one.status}' WHERE number = ${one.place}; RAISE EXCEPTION 'no'; EXCEPTION WHEN raise_exception THEN NULL; END $$`,
    )
}

const OPEN = `INSERT INTO tickets (shop_id, id, customer_id, subject, description, priority, updated_at, number, status, created_at,
    category, channel)
  VALUES ($1, gen_random_uuid(), $3, 's', 'd', 'medium', now(), $2, 'open', $4, $5, $6) ON CONFLICT DO NOTHING`

interface Row extends Past {
  department: string | null
  holder: string | null
  day: string
}

/** What tickets there are, read one by one. */
async function tickets(timeZone: string): Promise<Row[]> {
  const since = (column: string) => `round(extract(epoch FROM ${column} - created_at) * 1000)::int`
  return house.database.query<Row>(
    `SELECT round(extract(epoch FROM $2::timestamptz - created_at) * 1000)::int AS age, status, ${since('first_answered_at')} AS answered,
      ${since('resolved_at')} AS resolved, rating, was_escalated AS escalated, category, channel, department_id AS department,
      assignee_id AS holder, (created_at AT TIME ZONE $3)::date::text AS day
     FROM tickets WHERE shop_id = $1`,
    [shop.shopId, new Date(NOON), timeZone],
  )
}

const PERIODS: [query: string, holds: (ticket: Row) => boolean][] = [
  ['period=7d', ({ age }) => age <= 7 * DAY],
  ['period=24h', ({ age }) => age <= DAY],
  ['period=2h', ({ age }) => age <= 2 * HOUR],
  ['from=2026-03-27&to=2026-03-30', ({ day }) => day >= '2026-03-27' && day <= '2026-03-30'],
  [
    'from=2026-03-25T09:30:00Z&to=2026-03-31T22:10:00Z',
    ({ age }) => NOON - age >= Date.parse('2026-03-25T09:30:00Z') && NOON - age < Date.parse('2026-03-31T22:10:00Z'),
  ],
]
const FILTERS: [query: string, holds: (ticket: Row) => boolean][] = [
  ['', () => true],
  ['&category=billing&channel=chat', ({ category, channel }) => category === 'billing' && channel === 'chat'],
  ['&agent=none', ({ holder }) => holder === null],
  [`&department=${departments[0]}`, ({ department }) => department === departments[0]],
]

async function compare(timeZone = 'Europe/Paris'): Promise<void> {
  const all = await tickets(timeZone)
  for (const [period, isIn] of PERIODS) {
    for (const [filter, holds] of FILTERS) {
      for (const by of filter === '' ? STATS_PARTS : ['agent' as const]) {
        const { body } = await dora.get<TicketStats>(`/api/tickets/stats?${period}${filter}&by=${by}`)
        const own = all.filter((ticket) => isIn(ticket) && holds(ticket))
        expect(figuresIn({ ...body }), `${period}${filter}`).toEqual(plain(naive(own)))
        for (const part of body.parts ?? []) {
          const of = own.filter((row) => ({ ...row, agent: row.holder })[by] === part.key)
          expect(figuresIn({ ...part }), `${period}${filter} ${by} ${part.key}`).toEqual(plain(naive(of)))
        }
        const counted = (body.parts ?? []).reduce((sum, { total }) => sum + total, 0)
        expect(counted, `${period}${filter} by ${by}`).toBe(own.length)
      }
    }
  }
  const closed = all.filter(({ status }) => status === 'closed').length
  expect((await dora.get('/api/support/contact/stats')).body).toEqual({
    total_tickets: all.length,
    open_tickets: all.length - closed,
    closed_tickets: closed,
    tickets_24h: all.filter(({ age }) => age <= DAY).length,
  })
}

describe('the book', () => {
  test('says what the tickets say, whatever has happened to them and whenever it was settled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (history) => {
        await query('DELETE FROM tickets WHERE shop_id = $1', [shop.shopId])
        for (const one of history) await act(one)
        await compare()
        await settle(house.context.db, shop.shopId)
        const unsettled = 'SELECT FROM figures WHERE shop_id = $1 AND NOT settled'
        expect(await query(unsettled, [shop.shopId])).toEqual([])
        await compare()
      }),
      { numRuns: 5 },
    )
  })

  test('says it, too, when many write, settle and renew at once', async () => {
    const histories = fc.array(fc.array(step, { minLength: 10, maxLength: 30 }), { minLength: 4, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(histories, async (all) => {
        const inTurn = async (history: Step[]) => {
          for (const one of history) await act(one)
        }
        await Promise.all([
          ...all.map(inTurn),
          renew(house.context.db, shop.shopId),
          settle(house.context.db, shop.shopId),
        ])
        await compare()
      }),
      { numRuns: 3 },
    )
  })

  test('goes by the days of another time zone as soon as the shop does', async () => {
    for (const timeZone of ['Asia/Kolkata', 'America/St_Johns', 'Europe/Paris']) {
      await dora.patch('/api/shop', { settings: { hours: { timeZone } } })
      await compare(timeZone)
      const zone = 'SELECT time_zone FROM figure_books WHERE shop_id = $1'
      await expect.poll(() => query(zone, [shop.shopId])).toEqual([{ time_zone: timeZone }])
      await compare(timeZone)
    }
  })

  test('knows nothing of a statement that writes many tickets of two shops but their sums', async () => {
    const nord = await aShop(house, 'Atelier Nord')
    const tom = await aShopper(house, nord)
    await query('DELETE FROM tickets WHERE shop_id = $1', [shop.shopId])
    await query(
      `INSERT INTO tickets (shop_id, id, customer_id, subject, description, priority, updated_at, number, status, created_at, category, channel)
       SELECT s.shop_id, gen_random_uuid(), s.customer_id, 's', 'd', 'medium', now(), n, 'open', $1::timestamptz - n * interval '17 minutes', 'other', 'chat'
       FROM generate_series(1, 500) AS n, (VALUES ($2::uuid, $3::uuid), ($4::uuid, $5::uuid)) AS s (shop_id, customer_id)`,
      [new Date(NOON), shop.shopId, customerId, nord.shopId, tom.session.customerId],
    )
    await compare()
    await query("UPDATE tickets SET status = $1, resolved_at = created_at + interval '1 hour' WHERE number % 3 = 0", [
      'closed',
    ])
    await compare()
    const admin = new Caller(house, nord.adminToken)
    const { body } = await admin.get<TicketStats>('/api/tickets/stats?period=30d')
    expect(body).toMatchObject({ total: 500, closed: 166, resolution: { count: 166, mean: 3600, median: 3600 } })
  })
})

import {
  FIGURES,
  type Figure,
  type Figures,
  type Page,
  type Problem,
  TICKET_STATUSES,
  type Ticket,
  type TicketRow,
  type TicketStats,
} from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { figuresIn, naive, type Past, plain } from './testing/naive.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Tuesday, in winter, at three in the afternoon in Paris. */
const NOON = Date.parse('2026-01-20T14:00:00Z')

let house: TestHouse
let now = NOON
const at = (ms: number) => {
  now = ms
}

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
})
afterAll(() => house.close())

/** The same shopper when an hour is over, and the token with it. */
const stillOf = (shop: TestShop, { session }: Shopper) => aShopper(house, shop, { renewalToken: session.renewalToken })

const statsOf = async (caller: Caller, query = '') => {
  const { status, body } = await caller.get<TicketStats>(`/api/tickets/stats${query}`)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

async function behind(caller: Caller, figure: Figure, query = ''): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const go = `${query}${query ? '&' : '?'}limit=7${cursor && `&cursor=${cursor}`}`
    const page: Page<TicketRow> = (await caller.get<Page<TicketRow>>(`/api/tickets/stats/${figure}/tickets${go}`)).body
    ids.push(...page.items.map((row) => row.id))
    cursor = page.nextCursor
  }
  return ids
}

const countIn = (stats: Figures, figure: Figure): number => {
  const [first = '', second = ''] = figure.split('.')
  const value: unknown = Reflect.get(stats, first)
  if (typeof value === 'number') return value
  return Number(Reflect.get(Object(value), second || 'count'))
}

describe('a history made by hand', () => {
  let shop: TestShop
  let mira: Shopper
  let ada: Caller
  let dora: Caller
  let adaId: string
  const tickets: Ticket[] = []

  const turn = (ticket: Ticket | undefined, status: string) => dora.put(`/api/tickets/${ticket?.id}/status`, { status })

  /*
   * One: a note after 5 min, an answer after 10 and another after 30, resolved after 2 h, rated 5.
   * Two: answered after 20 min, resolved after 1 h, opened again, resolved after 4 h, rated 2.
   * Three: escalated after 1 h, back in progress. No answer.
   * Four: answered after 60 min, closed after 10 h without being resolved.
   * Five: nothing at all.
   */
  beforeAll(async () => {
    const start = NOON - 3 * DAY
    at(start)
    shop = await aShop(house)
    const agent = await anAgent(house, shop)
    adaId = agent.agentId
    ada = new Caller(house, agent.token)
    dora = new Caller(house, shop.adminToken)
    mira = await aShopper(house, shop, { name: 'Mira' })
    // What happens is what is written above: no clock and no bad rating escalates by itself.
    await dora.patch('/api/shop', { settings: { escalation: { unanswered: null, urgent: null, ratingBelow: 1 } } })
    const categories = ['order_issue', 'order_issue', 'technical_issue', 'billing', 'other'] as const
    for (const category of categories) tickets.push(await mira.openTicket({ category }))
    const [one, two, three, four] = tickets
    const then = async (minutes: number, work: () => Promise<unknown>) => {
      at(start + minutes * MINUTE)
      await work()
    }
    const say = (ticket: Ticket | undefined, type: string) => () =>
      ada.post(`/api/tickets/${ticket?.id}/messages`, { message: 'Hm.', type })
    const rate = (ticket: Ticket | undefined, score: number) => async () =>
      (await stillOf(shop, mira)).post(`/api/tickets/${ticket?.id}/rating`, { score })
    await then(5, say(one, 'internal_note'))
    await then(10, say(one, 'agent_message'))
    await then(20, say(two, 'agent_message'))
    await then(30, say(one, 'agent_message'))
    await then(60, say(four, 'agent_message'))
    await then(60, () => turn(two, 'resolved'))
    await then(60, () => turn(three, 'escalated'))
    await then(90, () => turn(two, 'open'))
    await then(90, () => turn(three, 'in_progress'))
    await then(120, () => turn(one, 'resolved'))
    await then(130, rate(one, 5))
    await then(240, () => turn(two, 'resolved'))
    await then(250, rate(two, 2))
    await then(600, () => turn(four, 'closed'))
    at(NOON)
  })

  test('has the figures that a pencil finds', async () => {
    expect(await statsOf(dora, '?period=7d')).toEqual({
      period: {
        from: new Date(NOON - 7 * DAY).toISOString(),
        to: new Date(NOON + 1).toISOString(),
        timeZone: 'Europe/Paris',
      },
      total: 5,
      open: 4,
      closed: 1,
      last24h: 0,
      escalated: 1,
      byStatus: { open: 1, in_progress: 1, pending: 0, resolved: 2, closed: 1, escalated: 0 },
      firstResponse: { count: 3, mean: 30 * 60, median: 20 * 60 },
      resolution: { count: 3, mean: (2 + 4 + 10) * 1200, median: 4 * 3600, rate: 0.6 },
      satisfaction: { count: 2, mean: 3.5, median: 3.5, rate: 0.4 },
    })
  })

  test('opens each figure to its tickets', async () => {
    const [one, two, three, four] = tickets.map((ticket) => ticket.id)
    expect(new Set(await behind(dora, 'firstResponse'))).toEqual(new Set([one, two, four]))
    expect(new Set(await behind(dora, 'resolution'))).toEqual(new Set([one, two, four]))
    expect(new Set(await behind(dora, 'satisfaction'))).toEqual(new Set([one, two]))
    expect(await behind(dora, 'escalated')).toEqual([three])
    expect(await behind(dora, 'closed')).toEqual([four])
    expect(await behind(dora, 'byStatus.in_progress')).toEqual([three])
    expect(await behind(dora, 'total', '?category=order_issue')).toHaveLength(2)
  })

  test('falls into parts by category, by channel and by agent', async () => {
    const byCategory = await statsOf(dora, '?by=category')
    expect(byCategory.parts?.map(({ key, total }) => [key, total])).toEqual([
      ['order_issue', 2],
      ['billing', 1],
      ['other', 1],
      ['technical_issue', 1],
    ])
    expect(byCategory.parts?.[0]).toMatchObject({ firstResponse: { count: 2, mean: 900 }, satisfaction: { mean: 3.5 } })
    expect((await statsOf(dora, '?by=channel')).parts).toMatchObject([{ key: 'api', total: 5 }])
    // Whoever answers first holds a ticket from then on: here it is to be the first alone.
    const hold = 'UPDATE tickets SET assignee_id = CASE id WHEN $2 THEN $1::uuid END WHERE shop_id = $3'
    await house.database.query(hold, [adaId, tickets[0]?.id, shop.shopId])
    const byAgent = await statsOf(dora, '?by=agent')
    expect(byAgent.parts).toMatchObject([
      { key: null, name: null, total: 4 },
      { key: adaId, name: 'Ada', total: 1, satisfaction: { mean: 5 } },
    ])
    expect(await statsOf(dora, `?agent=${adaId}`)).toMatchObject({ total: 1, satisfaction: { mean: 5 } })
    expect(await statsOf(dora, '?agent=none')).toMatchObject({ total: 4 })
  })

  test('knows a department by its name and by its id, and of one that is not there nothing', async () => {
    const two = [tickets[0]?.id, tickets[3]?.id]
    const departments = `INSERT INTO departments (shop_id, id, name, categories, created_at)
      SELECT $1, gen_random_uuid(), 'Technical', '{}', now() RETURNING id`
    const [technical] = await house.database.query<{ id: string }>(departments, [shop.shopId])
    await house.database.query('UPDATE tickets SET department_id = $1 WHERE id = ANY ($2)', [technical?.id, two])
    const asked = { total: 2, firstResponse: { mean: 35 * 60 }, resolution: { count: 2 } }
    expect(await statsOf(dora, '?period=7d&department=technical')).toMatchObject(asked)
    expect(await statsOf(dora, `?department=${technical?.id}`)).toMatchObject(asked)
    expect(await statsOf(dora, '?department=Tecnical')).toMatchObject({ total: 0 })
    const { parts } = await statsOf(dora, '?by=department')
    expect(parts?.find((part) => part.key === technical?.id)).toMatchObject({ name: 'Technical', ...asked })
    expect(parts?.reduce((sum, part) => sum + part.total, 0)).toBe(5)
  })

  test('counts each day where the shop is, empty ones too', async () => {
    const { parts } = await statsOf(dora, '?from=2026-01-16&to=2026-01-18&by=day')
    expect(parts?.map(({ key, total }) => [key, total])).toEqual([
      ['2026-01-16', 0],
      ['2026-01-17', 5],
      ['2026-01-18', 0],
    ])
  })

  test('is for admins of this shop alone', async () => {
    for (const who of [ada, await stillOf(shop, mira)]) {
      for (const path of ['', '/total/tickets'])
        expect((await who.get<Problem>(`/api/tickets/stats${path}`)).body.code).toBe('forbidden')
    }
    const nord = await aShop(house, 'Atelier Nord')
    expect(await statsOf(new Caller(house, nord.adminToken))).toMatchObject({
      total: 0,
      firstResponse: { count: 0, mean: null, median: null },
      resolution: { rate: null },
    })
  })

  test.each([
    'period=7',
    'period=0d',
    'period=-1d',
    'period=7d&from=2026-01-01',
    'to=2026-01-01',
    'from=2026-02-30',
    'from=yesterday',
    'from=2026-01-05&to=2026-01-04',
    'from=2020-01-01&by=day',
    'by=customer',
    'agent=Ada',
    'channel=fax',
    'sort=created',
  ])('asked for with %s is refused in words', async (query) => {
    const { status, body } = await dora.get<Problem>(`/api/tickets/stats?${query}`)
    expect([status, body.code]).toEqual([422, 'invalid'])
    expect(body.detail).toMatch(/expected/i)
  })

  test('knows no figure of another name', async () => {
    expect((await dora.get<Problem>('/api/tickets/stats/happiness/tickets')).body.code).toBe('invalid')
  })
})

describe('the days of a shop', () => {
  test('begin at its midnight, and last 23 or 25 hours where the clocks change', async () => {
    const shop = await aShop(house, 'Atelier Nord')
    const mira = await aShopper(house, shop)
    const dora = new Caller(house, shop.adminToken)
    const times = ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z']
    for (const time of times) {
      at(Date.parse(time))
      await (await stillOf(shop, mira)).openTicket()
    }
    at(Date.parse('2026-04-02T00:00:00Z'))
    const paris = await statsOf(dora, '?from=2026-03-29&to=2026-03-29')
    expect(paris).toMatchObject({
      total: 2,
      period: { from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z', timeZone: 'Europe/Paris' },
    })
    await dora.patch('/api/shop', { settings: { hours: { timeZone: 'America/New_York' } } })
    const { parts } = await statsOf(dora, '?from=2026-03-28&to=2026-03-29&by=day')
    expect(parts?.map(({ key, total }) => [key, total])).toEqual([
      ['2026-03-28', 2],
      ['2026-03-29', 2],
    ])
  })
})

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const past: fc.Arbitrary<Past> = fc.record({
  age: fc.integer({ min: 0, max: 12 * DAY }),
  status: fc.constantFrom(...TICKET_STATUSES),
  answered: maybe(fc.integer({ min: 0, max: 3 * DAY })),
  resolved: maybe(fc.integer({ min: 0, max: 3 * DAY })),
  rating: maybe(fc.integer({ min: 1, max: 5 })),
  escalated: fc.boolean(),
  category: fc.constantFrom('billing', 'other', 'order_issue'),
  channel: fc.constantFrom('chat', 'form', 'mail', 'api'),
  agent: maybe(fc.integer({ min: 1, max: 3 })),
})

describe('any history at all', () => {
  let shop: TestShop
  let mira: Shopper
  let dora: Caller
  const agentOf = (agent: number | null) => (agent === null ? null : `00000000-0000-7000-8000-00000000000${agent}`)

  beforeAll(async () => {
    at(NOON)
    shop = await aShop(house, 'Atelier Nord')
    mira = await aShopper(house, shop)
    dora = new Caller(house, shop.adminToken)
  })

  async function live(tickets: Past[]): Promise<void> {
    await house.database.query('DELETE FROM tickets WHERE shop_id = $1', [shop.shopId])
    const time = (ticket: Past, after: number | null) => (after === null ? null : new Date(NOON - ticket.age + after))
    const rows = tickets.map((ticket, index) => ({
      number: index + 1,
      status: ticket.status,
      created_at: time(ticket, 0),
      first_answered_at: time(ticket, ticket.answered),
      resolved_at: time(ticket, ticket.resolved),
      was_escalated: ticket.escalated,
      rating: ticket.rating,
      category: ticket.category,
      channel: ticket.channel,
      assignee_id: agentOf(ticket.agent),
    }))
    await house.database.query(
      `INSERT INTO tickets (shop_id, id, customer_id, subject, description, priority, updated_at,
         number, status, created_at, first_answered_at, resolved_at, was_escalated, rating, category, channel, assignee_id)
       SELECT $1, gen_random_uuid(), $2, 's', 'd', 'medium', now(), r.* FROM json_to_recordset($3) AS r (number int, status text,
         created_at timestamptz, first_answered_at timestamptz, resolved_at timestamptz, was_escalated boolean,
         rating smallint, category text, channel text, assignee_id uuid)`,
      [shop.shopId, mira.session.customerId, JSON.stringify(rows)],
    )
  }

  test('has the figures that a naive count finds, whole and in parts that add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(past, { maxLength: 40 }), async (tickets) => {
        await live(tickets)
        const recent = tickets.filter((ticket) => ticket.age <= 7 * DAY)
        for (const by of ['agent', 'category', 'channel', 'day'] as const) {
          const stats = await statsOf(dora, `?period=7d&by=${by}`)
          expect(figuresIn({ ...stats })).toEqual(plain(naive(recent)))
          for (const figure of FIGURES) {
            const sum = (stats.parts ?? []).reduce((all, part) => all + countIn(part, figure), 0)
            expect(sum, `${figure} by ${by}`).toBe(countIn(stats, figure))
          }
          for (const part of by === 'day' ? [] : (stats.parts ?? [])) {
            const own = recent.filter((ticket) =>
              by === 'agent' ? agentOf(ticket.agent) === part.key : ticket[by === 'day' ? 'category' : by] === part.key,
            )
            expect(figuresIn({ ...part })).toEqual(plain(naive(own)))
          }
        }
      }),
      { numRuns: 8 },
    )
  })

  test('opens every figure to as many tickets as it counts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(past, { minLength: 15, maxLength: 30 }), async (tickets) => {
        await live(tickets)
        for (const query of ['?period=7d', '?period=10d&category=billing', '?agent=none']) {
          const stats = await statsOf(dora, query)
          for (const figure of FIGURES) {
            const ids = await behind(dora, figure, query)
            expect(ids, figure).toHaveLength(countIn(stats, figure))
            expect(new Set(ids).size).toBe(ids.length)
          }
        }
      }),
      { numRuns: 1 },
    )
  })
})

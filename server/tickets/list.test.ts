import type { Page, Problem, Ticket, TicketRow } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let mira: Shopper
let tom: Shopper
let ada: Caller
let dora: Caller
let now = Date.now()
const tickets: Ticket[] = []

const later = (minutes = 1) => {
  now += minutes * 60_000
}

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
  const shop = await aShop(house)
  const identityToken = signIdentity({
    secret: shop.identitySecret,
    sub: '1',
    name: "Mira O'Neill",
    email: 'mira@example.com',
  })
  mira = await aShopper(house, shop, { identityToken })
  tom = await aShopper(house, shop, { name: 'Tom' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
  const open = async (who: Shopper, subject: string, more: object) => {
    later()
    tickets.push(await who.openTicket({ subject, description: 'words', ...more }))
  }
  await open(mira, 'A teapot', { priority: 'high', category: 'product_issue', orderId: 'ORDER-83' })
  await open(mira, '100% cotton', { priority: 'low', category: 'product_issue' })
  await open(tom, 'under_score', { priority: 'high', category: 'billing' })
  await open(tom, 'back\\slash', { priority: 'urgent', category: 'billing' })
  await open(tom, 'It\'s a "quote"', { priority: 'normal', category: 'product_issue' })
  await open(tom, 'ÉTÉ à Noël', { description: 'A very särskild description' })
  later()
  await dora.put(`/api/tickets/${tickets[1]?.id}/status`, { status: 'pending' })
})
afterAll(() => house.close())

const list = (query: string, caller: Caller = ada) => caller.get<Page<TicketRow> & Problem>(`/api/tickets${query}`)
const subjects = async (query: string, caller?: Caller) =>
  (await list(query, caller)).body.items.map(({ subject }) => subject)
const search = (q: string, caller?: Caller) => subjects(`?q=${encodeURIComponent(q)}`, caller)

describe('a list of tickets', () => {
  test('parts what is done from what is not', async () => {
    const { id } = tickets[4] ?? { id: '' }
    await dora.put(`/api/tickets/${id}/status`, { status: 'resolved' })
    expect(await subjects('?done=true')).toEqual(['It\'s a "quote"'])
    expect(await subjects('?done=false')).not.toContain('It\'s a "quote"')
    await dora.put(`/api/tickets/${id}/status`, { status: 'open' })
  })

  test('is sorted by deadline for agents, page by page, without those that have none', async () => {
    // The urgent one has two hours; the others two days from their opening; what waits for its customer has none.
    const due = ['back\\slash', 'A teapot', 'under_score']
    expect((await subjects('?sort=due')).slice(0, 3)).toEqual(due)
    expect(await subjects('?sort=due')).not.toContain('100% cotton')
    const first = (await list('?sort=due&limit=2')).body
    const second = await subjects(`?sort=due&limit=1&cursor=${first.nextCursor}`)
    expect([...first.items.map(({ subject }) => subject), ...second]).toEqual(due)
    expect((await list('?sort=due', mira)).status).toBe(403)
  })

  test('is the shop’s for an agent and their own for a shopper, newest first', async () => {
    const all = tickets.map(({ subject }) => subject).reverse()
    expect(await subjects('')).toEqual(all)
    expect(await subjects('', mira)).toEqual(['100% cotton', 'A teapot'])
    expect(await subjects('', tom)).toEqual(all.slice(0, 4))
  })

  test('shows the customer and the last words beside each', async () => {
    await mira.say(tickets[0] ?? { id: '' }, 'Is anybody there?')
    await ada.say(tickets[0] ?? { id: '' }, 'A note.', { type: 'internal_note' })
    const of = async (caller: Caller) => (await list('?q=teapot', caller)).body.items[0]
    expect(await of(ada)).toMatchObject({
      customer: { name: "Mira O'Neill", email: 'mira@example.com', standing: 'verified' },
      lastMessage: { text: 'A note.', author: 'agent' },
      lastSeq: 2,
    })
    expect(await of(mira)).toMatchObject({ lastMessage: { text: 'Is anybody there?', author: 'customer' }, lastSeq: 1 })
  })

  test.each([
    ['?status=pending', ['100% cotton']],
    ['?priority=high', ['under_score', 'A teapot']],
    ['?priority=normal', ['ÉTÉ à Noël', 'It\'s a "quote"']],
    ['?priority=medium', ['ÉTÉ à Noël', 'It\'s a "quote"']],
    ['?category=billing', ['back\\slash', 'under_score']],
    ['?category=product_issue&priority=high', ['A teapot']],
    ['?category=product_issue&priority=low&status=pending', ['100% cotton']],
    ['?category=product_issue&priority=low&status=open', []],
    ['?category=billing&q=slash', ['back\\slash']],
    ['?category=complaint', []],
  ])('is narrowed by each of its filters: %s', async (query, expected) =>
    expect(await subjects(query)).toEqual(expected),
  )

  test('may be had by who was written to last', async () => {
    later()
    await tom.say(tickets[2] ?? { id: '' }, 'Me again.')
    expect((await subjects('?sort=activity'))[0]).toBe('under_score')
    expect((await subjects('?sort=created'))[0]).toBe('ÉTÉ à Noël')
  })
})

describe('a search', () => {
  test.each([
    ['teapot', ['A teapot']],
    ['TEAPOT', ['A teapot']],
    ['  teapot  ', ['A teapot']],
    ['été', ['ÉTÉ à Noël']],
    ['särskild', ['ÉTÉ à Noël']],
    ['ORDER-83', ['A teapot']],
    ['#2', ['100% cotton']],
    ['100%', ['100% cotton']],
    ['%', []],
    ['_', []],
    ['\\', []],
    ["'", []],
    ['"', []],
    ['under_score', ['under_score']],
    ['back\\slash', ['back\\slash']],
    ['"quote"', ['It\'s a "quote"']],
    ["O'Neill", ['100% cotton', 'A teapot']],
    ['mira@example.com', ['100% cotton', 'A teapot']],
    ["'; DROP TABLE tickets; --", []],
    ["' OR 1=1 --", []],
    ['a->>b', []],
    ['$.**', []],
    ['[*]', []],
    ['.*', []],
    ['nothing of the kind', []],
  ])('for %j finds what holds its words, and signs find nothing', async (q, expected) =>
    expect(await search(q)).toEqual(expected),
  )

  test('of a shopper finds among their own alone', async () => {
    expect(await search('_', mira)).toEqual([])
    expect(await search('Tom', mira)).toEqual([])
    expect(await search('teapot', mira)).toEqual(['A teapot'])
  })
})

describe('page by page', () => {
  const walk = async (query: string) => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: Page<TicketRow> } = await list(`${query}${cursor && `&cursor=${cursor}`}`)
      expect(body.items.length).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ subject }) => subject))
      cursor = body.nextCursor
    }
    return seen
  }

  test.each(['?limit=2', '?limit=1', '?limit=2&sort=activity', '?limit=2&category=product_issue', '?limit=2&q=t'])(
    'by cursor, every ticket comes once and in order: %s',
    async (query) => {
      const whole = await subjects(query.replace(/limit=\d/, 'limit=200'))
      expect(whole.length).toBeGreaterThan(2)
      expect(await walk(query)).toEqual(whole)
    },
  )

  test('by cursor, those that come meanwhile move nothing', async () => {
    const first = await list('?limit=3')
    later()
    const meanwhile = await tom.openTicket({ subject: 'Meanwhile' })
    const rest = await subjects(`?limit=3&cursor=${first.body.nextCursor}`)
    expect(rest).toEqual(
      tickets
        .slice(0, 3)
        .reverse()
        .map(({ subject }) => subject),
    )
    await house.database.query('DELETE FROM tickets WHERE id = $1', [meanwhile.id])
  })

  test('many of the same moment come once each too', async () => {
    const same = await Promise.all(
      Array.from({ length: 7 }, () => tom.openTicket({ subject: 'At once', category: 'suggestion' })),
    )
    expect(await walk('?limit=2&category=suggestion')).toHaveLength(7)
    await house.database.query('DELETE FROM tickets WHERE id = ANY ($1)', [same.map(({ id }) => id)])
  })

  test('by number, with the total', async () => {
    const all = tickets.map(({ subject }) => subject).reverse()
    const pages = await Promise.all([1, 2, 3, 4].map((page) => list(`?limit=2&page=${page}`)))
    expect(pages.map(({ body }) => body.items.map(({ subject }) => subject))).toEqual([
      all.slice(0, 2),
      all.slice(2, 4),
      all.slice(4, 6),
      [],
    ])
    expect(pages.map(({ body }) => body.total)).toEqual([6, 6, 6, 6])
    expect((await list('?page=1&category=billing')).body.total).toBe(2)
    expect((await list('?page=1', mira)).body.total).toBe(2)
    expect((await list('?limit=2')).body).not.toHaveProperty('total')
  })
})

describe('bad input to a list', () => {
  const forged = (text: string) => Buffer.from(text).toString('base64url')

  test.each<[string, string]>([
    ['status', 'status=done'],
    ['status', "status=open' OR 1=1"],
    ['status', 'status='],
    ['status', 'status=open&status=closed'],
    ['priority', 'priority=highest'],
    ['category', 'category=__proto__'],
    ['sort', 'sort=created_at;DROP TABLE tickets'],
    ['sort', 'sort=updatedAt'],
    ['q', 'q='],
    ['q', 'q=%20%20'],
    ['q', 'q=a%00b'],
    ['q', `q=${'x'.repeat(201)}`],
    ['q', 'q=a&q=b'],
    ['limit', 'limit=0'],
    ['limit', 'limit=201'],
    ['limit', 'limit=-1'],
    ['limit', 'limit=1.5'],
    ['limit', 'limit=1e2'],
    ['limit', 'limit=0x10'],
    ['limit', 'limit=all'],
    ['limit', 'limit='],
    ['page', 'page=0'],
    ['page', 'page=10001'],
    ['page', 'page=1;'],
    ['cursor', 'cursor='],
    ['cursor', 'cursor=x'],
    ['cursor', `cursor=${'x'.repeat(201)}`],
    ['cursor', `cursor=${forged('0.'.padEnd(38, '-'))}`],
    ['cursor', `cursor=${forged("0.0190a000-0000-7000-8000-000000000000' OR '1'='1")}`],
    ['cursor', `cursor=${forged('99999999999999999999.0190a000-0000-7000-8000-000000000000')}`],
    ['cursor', `page=1&cursor=${forged('0.0190a000-0000-7000-8000-000000000000')}`],
    ['order', 'order=desc'],
    ['customerId', 'customerId=0190a000-0000-7000-8000-000000000000'],
    ['shopId', 'shopId=0190a000-0000-7000-8000-000000000000'],
    ['status[$ne]', 'status[$ne]=open'],
    ['constructor', 'constructor=x'],
  ])('is refused by its field: %s, ?%s', async (path, query) => {
    for (const caller of [ada, mira]) {
      const answer = await list(`?${query}`, caller)
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } })
      expect(answer.body.errors?.map((error) => error.path)).toContain(path)
    }
  })

  test('a broken percent is no reason to fall', async () => {
    for (const query of ['?q=%', '?q=%E0%A4%A', '?%', '?q=%ff'])
      expect([200, 400, 422], query).toContain((await list(query)).status)
  })

  test('a cursor of the future or the past is a place in the same list', async () => {
    const at = (time: string) => `?cursor=${forged(`${time}.0190a000-0000-7000-8000-000000000000`)}`
    expect(await subjects(at('999999999999999'))).toHaveLength(6)
    expect(await subjects(at('999999999999999'), mira)).toHaveLength(2)
    expect(await subjects(at('0'))).toEqual([])
  })
})

import type { Fact, Page, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let adaId: string
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira', email: 'mira@example.com' })
  const agent = await anAgent(house, shop)
  adaId = agent.agentId
  ada = new Caller(house, agent.token)
  dora = new Caller(house, shop.adminToken)
})
afterAll(() => house.close())

/** Every name of a field that a shopper may ever be told. A new one is written down here by whoever means it. */
const TOLD = new Set(
  `id number subject description status priority category channel customerId assigneeId orderId lastSeq readSeq
   otherReadSeq deliveredSeq otherDeliveredSeq revision lastMessageAt createdAt updatedAt resolvedAt closedAt rating
   customer messages standing name email externalId locale lastMessage text author items nextCursor total
   ticketId seq clientId type message kind attachments files score comment userName typing
   label builtIn retired en fr shop color position greeting ticket ok code detail errors path title instance requestId`.split(
    /\s+/,
  ),
)

function namesIn(value: unknown, names = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) namesIn(one, names)
  else if (value && typeof value === 'object')
    for (const [name, one] of Object.entries(value)) namesIn(one, names.add(name))
  return names
}

describe('over the whole life of a ticket, its customer', () => {
  test('is told what is theirs to know, and no word of a note', async () => {
    const seen: unknown[] = []
    const socket = await new PlainSocket(house, { token: mira.token }).connected()
    socket.socket.onAny((...told: unknown[]) => seen.push(told))
    const open = await mira.post<Ticket>('/api/tickets', { subject: 'The teapot', description: 'It leaks.' })
    const { id } = open.body
    seen.push(open.body, await socket.ask('join_ticket', { ticketId: id }))
    const path = `/api/tickets/${id}`
    const look = async () => {
      for (const at of [path, `${path}/messages`, '/api/tickets', '/api/tickets?q=teapot', '/api/categories'])
        seen.push((await mira.get<object>(at)).body)
    }
    const other = await mira.openTicket()
    const deeds: (() => Promise<unknown>)[] = [
      () => ada.say(open.body, 'withheld: a note', { type: 'internal_note' }),
      () => ada.say(open.body, 'We look into it.'),
      () => mira.say(open.body, 'Thank you.'),
      () => dora.post(`${path}/assign`, { agentId: adaId }),
      () => ada.patch(path, { tags: ['withheld'], priority: 'high' }),
      () => ada.post(`${path}/escalate`, { reason: 'withheld: a reason' }),
      () => ada.post(`${path}/snooze`, { until: new Date(Date.now() + 60_000).toISOString() }),
      () => ada.put(`${path}/status`, { status: 'resolved', notes: 'withheld: why' }),
      async () => seen.push((await mira.post<object>(`${path}/rating`, { score: 5, comment: 'Good.' })).body),
      () => ada.post(`${path}/merge`, { intoId: other.id }),
      async () => seen.push((await mira.get<object>(`${path}/facts`)).body),
    ]
    for (const deed of deeds) {
      await deed()
      await look()
    }
    // What was pushed before the answer to this has been heard by then.
    await socket.ask('leave_ticket', { ticketId: id })
    socket.close()
    const facts = await ada.get<Page<Fact>>(`${path}/facts`)
    expect(facts.body.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ticket.escalated', 'ticket.snoozed', 'ticket.rated', 'ticket.merged']),
    )
    expect(JSON.stringify(seen)).not.toContain('withheld')
    expect([...namesIn(seen)].filter((name) => !TOLD.has(name))).toEqual([])
    expect(JSON.stringify(seen)).toContain('We look into it.')
  })
})

test('no answer to an agent holds a token of a shopper’s', async () => {
  const ticket = await mira.openTicket()
  const paths = ['', '/messages', '/facts', '/deadline'].map((rest) => `/api/tickets/${ticket.id}${rest}`)
  const more = ['/api/tickets', '/api/shop', '/api/agents', '/api/me', '/api/departments', '/api/mail-log']
  for (const who of [ada, dora, new Caller(house, shop.secretKey)]) {
    for (const path of [...paths, ...more]) {
      const text = JSON.stringify((await who.get<object>(path)).body)
      for (const secret of [mira.token, mira.session.renewalToken]) expect(text, path).not.toContain(secret)
    }
  }
})

const GREEDY = {
  ...{
    id: 'x',
    shopId: 'x',
    tenantId: 'x',
    number: 1,
    role: 'admin',
    isAdmin: true,
    verified: true,
    standing: 'verified',
  },
  ...{
    authorId: 'x',
    author: { kind: 'agent' },
    createdAt: '2020-01-01T00:00:00Z',
    seq: 1,
    internal: true,
    deletedAt: null,
  },
  ...{ constructor: { prototype: { admin: true } }, rating: 5, closedAt: null, mergedIntoId: null, lastSeq: 9 },
}

describe('what nobody may give', () => {
  const writes: [string, string, () => Caller, object][] = [
    ['POST', '/api/tickets', () => mira, { subject: 's', description: 'd' }],
    ['POST', '/api/tickets/1/messages', () => mira, { message: 'm' }],
    ['POST', '/api/tickets/1/rating', () => mira, { score: 5 }],
    ['PUT', '/api/tickets/1/read', () => mira, { seq: 0 }],
    ['PATCH', '/api/tickets/1', () => ada, { priority: 'low' }],
    ['PUT', '/api/tickets/1/status', () => ada, { status: 'pending' }],
    ['POST', '/api/tickets/1/assign', () => ada, { agentId: null }],
    ['POST', '/api/tickets/1/escalate', () => ada, { reason: 'r' }],
    ['PATCH', '/api/shop', () => dora, { name: 'Maison Perle' }],
    ['POST', '/api/departments', () => dora, { name: 'Greedy' }],
    ['POST', '/api/categories', () => dora, { label: { en: 'Greedy' } }],
    ['PATCH', '/api/categories/other', () => dora, { label: { en: 'Greedy' } }],
  ]

  test.each(writes)('%s %s refuses by its name, and stores nothing', async (method, path, who, good) => {
    await mira.openTicket()
    const stored = () =>
      house.database.query(`SELECT (SELECT json_agg(t ORDER BY id) FROM tickets t) AS tickets, (SELECT count(*) FROM facts),
        (SELECT count(*) FROM departments), (SELECT json_agg(s) FROM shops s) AS shops, (SELECT count(*) FROM categories)`)
    const before = await stored()
    for (const [name, value] of Object.entries(GREEDY)) {
      if (name in good || (path === '/api/categories' && name === 'id')) continue
      const answer = await who().call<object>(method, path, { ...good, [name]: value })
      expect(answer, name).toMatchObject({ status: 422, body: { code: 'invalid' } })
      expect(JSON.stringify(answer.body), name).toContain(`"path":"${name}"`)
    }
    expect(await stored()).toEqual(before)
  })
})

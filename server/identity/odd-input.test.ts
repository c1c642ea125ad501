import { newId, type Ticket } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttp, doorsOf } from '../app.ts'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { openAuth } from './auth.ts'

/** More of them find more: `RUNS=500 npx vitest run server/identity/odd-input.test.ts`. */
const RUNS = Number(process.env.RUNS ?? 15)

/** Good input by route or event; the odd one stands in the place of any part of it. */
const GOOD: Record<string, object> = {
  'POST /api/visitors': {
    name: 'Mira',
    email: 'mira@example.com',
    locale: 'fr',
    renewalToken: 'rt_x',
    identityToken: 'a.b.c',
  },
  'POST /api/auth/sign-in/email': { email: 'dora@maison-perle.example', password: 'correct horse battery' },
  'POST /api/tickets': {
    ...{ subject: 's', description: 'd', category: 'other', priority: 'low', orderId: 'o', channel: 'form' },
    customerId: newId(),
  },
  'POST /api/tickets/:id/messages': { message: 'm', type: 'customer_message', clientId: 'c' },
  'PATCH /api/tickets/:id': {
    subject: 's',
    description: 'd',
    category: 'other',
    priority: 'low',
    orderId: 'o',
    tags: ['a'],
    fields: { colour: 'red' },
  },
  'PUT /api/tickets/:id/status': { status: 'pending', notes: 'n' },
  'PUT /api/tickets/:id/read': { seq: 1 },
  'POST /api/tickets/:id/assign': { agentId: newId() },
  'POST /api/tickets/:id/escalate': { reason: 'r' },
  'POST /api/tickets/:id/rating': { score: 4, comment: 'c' },
  'PATCH /api/shop': {
    ...{ name: 'Maison Perle', locale: 'en', origins: ['https://maison-perle.example'] },
    settings: {
      mail: { quietClosed: 'PT2M', quietOpen: 'PT5M' },
      widget: { color: '#1f5eff', position: 'left', greeting: { fr: 'Bonjour' } },
      escalation: {
        unanswered: 'PT48H',
        urgent: null,
        ratingBelow: 3,
        businessHours: true,
        byPriority: { low: 'PT72H' },
      },
      hours: { timeZone: 'Europe/Paris', week: { mon: [{ from: '09:00', to: '18:00' }] }, holidays: ['2026-12-25'] },
      assignment: { strategy: 'manual', capacity: 5, giveBack: 'PT10M' },
    },
  },
  'POST /api/departments': {
    name: 'n',
    categories: ['other'],
    strategy: null,
    capacity: 1,
    giveBack: 'PT1M',
    members: [{ agentId: newId(), lead: true }],
  },
  'PATCH /api/departments/:id': { name: 'n', members: [] },
  'PUT /api/workflow': {
    revision: 0,
    rules: [
      {
        ...{ id: 'r', name: 'n', active: true, when: { event: 'older_than', duration: 'PT1H' } },
        ...{ and: { words: ['w'], age: 'PT1S', status: ['open'] }, then: { priority: 'high', departmentId: newId() } },
      },
    ],
  },
  'POST /api/workflow/dry-run': {
    days: 1,
    rules: [
      {
        id: 'r',
        name: 'n',
        active: true,
        when: { event: 'ticket_created' },
        and: { words: ['w'] },
        then: { status: 'closed' },
      },
    ],
  },
  'POST /api/support/contact': {
    name: 'n',
    email: 'n@example.com',
    subject: 's',
    message: 'm',
    category: 'other',
    priority: 'low',
    orderId: 'o',
  },
  'POST /contact': { name: 'n', email: 'n@example.com', subject: 's', message: 'm', once: 'x' },
  'POST /rate/:token': { score: '4', comment: 'c' },
  'POST /mail/stop/:token': { wish: 'none' },
  send_message: { ticketId: newId(), message: 'm', type: 'customer_message', clientId: 'c' },
  mark_read: { ticketId: newId(), seq: 1 },
  set_presence: { away: true },
  set_page: { url: 'https://maison-perle.example/', title: 't' },
}
const QUERY = [
  ...[
    'q',
    'status',
    'priority',
    'category',
    'channel',
    'sort',
    'cursor',
    'page',
    'limit',
    'after',
    'before',
    'assignee',
  ],
  ...['department', 'agent', 'period', 'from', 'to', 'by', 'shop', 'sent', 'lang', 'x', ''],
]

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '%',
    '\\',
    "'",
    '"',
    '\u2028',
    '\u200b',
    '__proto__',
    'constructor',
    'null',
    '{}',
  ),
  fc.constantFrom(
    '0',
    '-1',
    '1e400',
    '9'.repeat(15),
    '7d',
    '1000000d',
    'P1D',
    'PT999999999999H',
    '2026-02-30',
    '0000-00-00',
    '+275760-09-13',
    '-271821-04-20',
  ),
  fc.constantFrom(
    '2026-05-04T09:00:00Z',
    '99999-01-01',
    'open',
    'none',
    'agent',
    'Etc/GMT+99',
    '24:00',
    'https://[',
    'https://%00',
    'x@y.z',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(200, 8_000, 9_000).map((length) => 'x'.repeat(length)),
)
const odd = fc.oneof(
  text,
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, [], {}, [[]], { $ne: null }),
  fc.array(text, { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Every place in a value where something else could stand. */
const placesOf = (value: unknown): string[][] =>
  typeof value === 'object' && value !== null
    ? [[], ...Object.entries(value).flatMap(([key, part]) => placesOf(part).map((rest) => [key, ...rest]))]
    : [[]]

function withOdd(value: unknown, [key, ...rest]: string[], put: unknown): unknown {
  if (key === undefined) return put
  if (Array.isArray(value)) return value.map((part, index) => (String(index) === key ? withOdd(part, rest, put) : part))
  const part: unknown = Object(value)[key]
  return { ...Object(value), [key]: withOdd(part, rest, put) }
}

const inputFor = (name: string) => {
  const good = GOOD[name] ?? {}
  const places = fc.constantFrom(...placesOf(good))
  const changed = fc.tuple(places, odd).map(([place, put]) => withOdd(good, place, put))
  const more = fc.tuple(places, text, odd).map(([place, key, put]) => withOdd(good, [...place, key], put))
  return fc.oneof({ weight: 6, arbitrary: changed }, { weight: 3, arbitrary: more }, { weight: 1, arbitrary: odd })
}

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ticket: Ticket
let tokens: string[]

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop)
  ticket = await mira.openTicket()
  const ada = await anAgent(house, shop)
  tokens = [mira.token, ada.token, shop.adminToken, shop.secretKey]
})
afterAll(() => house.close())

/** Without those that take away what the others need. */
const routes = () => {
  const all = buildHttp(house.context, openAuth(house.context)).routes
  const lasting = all.filter(({ method }) => method !== 'ALL' && method !== 'DELETE')
  return [...new Set(lasting.map(({ method, path }) => `${method} ${path}`))]
}

const formOf = (input: unknown) => {
  const written = (value: unknown) => (typeof value === 'string' ? value : String(JSON.stringify(value))).toWellFormed()
  return new URLSearchParams(
    Object.entries(Object(input)).map(([name, value]): [string, string] => [name, written(value)]),
  )
}

describe('input, however odd,', () => {
  test('is answered by no route with an error of ours', { timeout: 600_000 }, async () => {
    const refs = ['1', '#1', newId(), 'x', '%', '\0', '..', "'", '١', 'a'.repeat(3_000), '__proto__', 'open']
    for (const route of routes()) {
      const [method = '', pattern = ''] = route.split(' ')
      const asked = fc.record({
        ref: fc.oneof({ weight: 3, arbitrary: fc.constant(ticket.id) }, fc.constantFrom(...refs)),
        token: fc.constantFrom(...tokens, ''),
        query: fc.dictionary(fc.constantFrom(...QUERY), text, { maxKeys: 3 }),
        input: inputFor(route),
        key: fc.constantFrom('', 'once', 'x'.repeat(128)),
      })
      await fc.assert(
        fc.asyncProperty(asked, async ({ ref, token, query, input, key }) => {
          const path = pattern.replace(/:\w+(\{.*\})?/, encodeURIComponent(ref))
          const body = pattern.startsWith('/api') ? JSON.stringify(input) : formOf(input)
          const response = await fetch(`${house.url}${path}?${formOf(query)}`, {
            method,
            redirect: 'manual',
            headers: {
              'X-Shop-Key': shop.publicKey,
              Origin: house.url,
              ...(token && { Authorization: `Bearer ${token}` }),
              ...(key && { 'Idempotency-Key': key }),
              ...(method !== 'GET' && typeof body === 'string' && { 'Content-Type': 'application/json' }),
            },
            ...(method !== 'GET' && { body }),
          })
          expect(response.status, `${route}: ${await response.text()}`).toBeLessThan(500)
        }),
        { numRuns: RUNS },
      )
    }
  })

  test('is answered to no event with an error of ours', { timeout: 600_000 }, async () => {
    for (const token of tokens) {
      const socket = await new PlainSocket(house, { token }).connected()
      for (const { event } of doorsOf(house.context)) {
        await fc.assert(
          fc.asyncProperty(inputFor(event), fc.boolean(), async (input, hers) => {
            const asked = hers && typeof input === 'object' ? { ...input, ticketId: ticket.id } : input
            const ack = await socket.ask(event, asked)
            if (!ack.ok) expect(['internal', 'unavailable']).not.toContain(ack.code)
          }),
          { numRuns: RUNS },
        )
      }
      socket.close()
    }
  })

  test('leaves the house as it was for everybody else', async () => {
    const tom = await aShopper(house, shop)
    expect(await tom.say(await tom.openTicket(), 'Good morning.')).toMatchObject({ seq: 1, message: 'Good morning.' })
    expect((await new Caller(house, shop.adminToken).get('/api/shop')).status).toBe(200)
  })
})

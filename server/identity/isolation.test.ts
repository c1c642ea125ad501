import { type Department, newId, type Page, type Problem, type Ticket, type TicketRow } from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildHttp, doorsOf } from '../app.ts'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { anAddress, aShopper, Caller, signIn } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { openAuth } from './auth.ts'

/** What a route or an event with an id takes beside it, so that nothing but the id can be wrong. */
const BODIES: Record<string, object> = {
  'PUT /api/tickets/:id/status': { status: 'pending', notes: 'x' },
  'PATCH /api/tickets/:id': { subject: 'x' },
  'POST /api/tickets/:id/messages': { message: 'x' },
  'PUT /api/tickets/:id/read': { seq: 1 },
  'POST /api/tickets/:id/assign': { agentId: null },
  'POST /api/tickets/:id/escalate': { reason: 'x' },
  'POST /api/tickets/:id/rating': { score: 1 },
  'POST /api/tickets/:id/merge': { intoId: newId() },
  'POST /api/tickets/:id/snooze': { until: null },
  'PATCH /api/departments/:id': { name: 'x' },
  send_message: { message: 'x' },
  mark_read: { seq: 1 },
}

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let mira: Caller
let dora: Caller
const sockets: PlainSocket[] = []
/** Mira's, at Maison Perle. */
let ticket: Ticket
let department: Department
let strangers: Record<string, Caller>
let cookie: string
let adaId: string

beforeAll(async () => {
  house = await openTestHouse({ config: { trustedProxies: 1 } })
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  const [miras, tom, nils, eve, ada] = await Promise.all([
    aShopper(house, pearl, { name: 'Mira', email: 'mira@example.com' }),
    aShopper(house, pearl),
    aShopper(house, nord),
    anAgent(house, nord, 'Eve'),
    anAgent(house, pearl),
  ])
  mira = miras
  adaId = ada.agentId
  dora = new Caller(house, pearl.adminToken)
  ticket = await mira.openTicket({ orderId: 'ORDER-83' })
  await mira.say(ticket, 'A word of Mira’s.')
  department = (await dora.post<Department>('/api/departments', { name: 'Returns' })).body
  cookie = await signIn(house, 'dora@atelier-nord.example')
  strangers = {
    'another shopper': tom,
    'a shopper of another shop': nils,
    'an agent of another shop': new Caller(house, eve.token),
    'an admin of another shop': new Caller(house, nord.adminToken),
    'the secret key of another shop': new Caller(house, nord.secretKey),
  }
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => house.close())

function openSocket(caller: Caller | undefined): Promise<PlainSocket> {
  const socket = new PlainSocket(house, { token: caller?.token })
  sockets.push(socket)
  return socket.connected()
}

const STRANGERS = [
  'another shopper',
  'a shopper of another shop',
  'an agent of another shop',
  'an admin of another shop',
  'the secret key of another shop',
]

/** Here the id is the name of a figure, and nobody's. */
const NAMED = ['GET /api/tickets/stats/:id/tickets']

const routesWithId = (): string[] => {
  const { routes } = buildHttp(house.context, openAuth(house.context))
  const ours = routes.filter(({ method, path }) => method !== 'ALL' && /^\/api\/.*:id/.test(path))
  return [...new Set(ours.map(({ method, path }) => `${method} ${path}`))].filter((route) => !NAMED.includes(route))
}

/** The id of what the route is about, at Maison Perle. */
const idFor = (route: string): string => (route.includes('/departments/') ? department.id : ticket.id)

const eventsWithTicket = (): string[] =>
  doorsOf(house.context).flatMap(({ event }) => (/^set_/.test(event) ? [] : event))

/** Everything that an answer tells, but for what is another at every request. */
async function told(stranger: Caller, route: string, id: string, more: Record<string, string> = {}): Promise<unknown> {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replace(':id', encodeURIComponent(id))
  const { status, headers, body } = await stranger.call<Problem>(method, path, BODIES[route], {
    ...more,
    ...anAddress(),
  })
  const { requestId: _, ...rest } = body
  // What is left of a pace is the asker's own.
  const kept = [...headers].filter(([name]) => !['date', 'x-request-id', 'ratelimit'].includes(name))
  return [status, kept, JSON.stringify(rest).replaceAll(id, ':id').replaceAll(encodeURIComponent(id), ':id')]
}

const stored = () =>
  house.database.query(`SELECT (SELECT json_agg(t ORDER BY id) FROM tickets t) AS tickets, (SELECT count(*) FROM ticket_messages),
    (SELECT count(*) FROM facts), (SELECT count(*) FROM mails), (SELECT count(*) FROM customers),
    (SELECT json_agg(d ORDER BY id) FROM departments d) AS departments`)

describe.each(STRANGERS)('for %s', (name) => {
  test('a ticket of Mira’s is what a ticket of nobody is, on every route', async () => {
    const before = await stored()
    const routes = routesWithId()
    expect(routes.length).toBeGreaterThan(3)
    for (const route of routes) {
      const stranger = strangers[name] ?? mira
      const [hers, nobodys] = [await told(stranger, route, idFor(route)), await told(stranger, route, newId())]
      expect(hers, route).toEqual(nobodys)
    }
    expect(await stored()).toEqual(before)
  })

  test('and for every event', async () => {
    const before = await stored()
    const [socket, miras] = await Promise.all([openSocket(strangers[name]), openSocket(mira)])
    await miras.ask('join_ticket', { ticketId: ticket.id })
    for (const event of eventsWithTicket()) {
      const ask = (ticketId: string) => socket.ask(event, { ticketId, ...BODIES[event] })
      expect(await ask(ticket.id), event).toEqual(await ask(newId()))
    }
    await miras.ask('join_ticket', { ticketId: ticket.id })
    for (const event of ['user_typing', 'message_read', 'new_message'] as const) expect(miras.heard(event)).toEqual([])
    expect(await stored()).toEqual(before)
  })

  test('nothing of hers is in any list or search', async () => {
    for (const q of ['', '?q=teapot', '?q=ORDER-83', '?q=mira', '?q=%231', '?page=1', '?status=open&page=1']) {
      const { body } = await (strangers[name] ?? mira).get<Page<TicketRow>>(`/api/tickets${q}`)
      expect(body.items, q).toEqual([])
      if ('total' in body) expect(body.total).toBe(0)
    }
  })

  test('and no event of hers reaches their socket, whatever rooms they ask for', async () => {
    const [stranger, doras] = await Promise.all([openSocket(strangers[name]), openSocket(dora)])
    const rooms = [`${pearl.shopId}:agents`, `${pearl.shopId}:ticket:${ticket.id}:staff`, ticket.id]
    for (const room of rooms) {
      for (const event of ['join', 'subscribe', 'room', 'join_ticket'])
        await stranger.ask(event, { room, ticketId: room })
    }
    await stranger.ask('join_ticket', { ticketId: ticket.id })
    await mira.say(ticket, 'Another word of Mira’s.')
    await dora.say(ticket, 'And one of Dora’s.')
    await doras.hears('ticket_rows', (rows) => rows.some((row) => row.lastMessage?.text === 'And one of Dora’s.'))
    // What is sent is heard in order: after the answer to a question of theirs, nothing of before is on its way.
    await stranger.ask('leave_ticket', { ticketId: ticket.id })
    for (const event of [
      'new_message',
      'ticket_changed',
      'ticket_rows',
      'fact',
      'user_typing',
      'message_read',
    ] as const)
      expect(stranger.heard(event), event).toEqual([])
  })
})

test('by number, each shop has its own: the first ticket of another shop is another', async () => {
  const nils = await aShopper(house, nord)
  const theirs = await nils.openTicket({ subject: 'Of the north' })
  expect(theirs.number).toBe(ticket.number)
  for (const ref of ['1', '#1']) {
    const path = `/api/tickets/${encodeURIComponent(ref)}`
    expect((await nils.get<Ticket>(path)).body.id).toBe(theirs.id)
    expect((await mira.get<Ticket>(path)).body.id).toBe(ticket.id)
    expect((await new Caller(house, nord.adminToken).get<Ticket>(path)).body.id).toBe(theirs.id)
  }
})

test('the sign-in of an admin of another shop opens nothing of this one', async () => {
  const headers = { Cookie: cookie, Origin: house.url }
  for (const route of routesWithId()) {
    const nobody = new Caller(house, '')
    expect(await told(nobody, route, idFor(route), headers), route).toEqual(await told(nobody, route, newId(), headers))
  }
})

describe('an id of another shop inside a body is one of nobody', () => {
  const rule = (then: object) => ({
    rules: [{ id: 'r', name: 'r', active: true, when: { event: 'ticket_created' }, and: {}, then }],
  })
  const draft = { subject: 's', description: 'd' }

  test.each<[string, string, string, (id: string) => object | undefined, () => string]>([
    ['a customer', 'POST', '/api/tickets', (id) => ({ ...draft, customerId: id }), () => ticket.customerId],
    ['an agent who is to hold', 'POST', '/api/tickets/1/assign', (id) => ({ agentId: id }), () => adaId],
    [
      'a department that is to hold',
      'POST',
      '/api/tickets/1/assign',
      (id) => ({ departmentId: id }),
      () => department.id,
    ],
    ['a ticket to merge into', 'POST', '/api/tickets/1/merge', (id) => ({ intoId: id }), () => ticket.id],
    [
      'a ticket among many',
      'POST',
      '/api/tickets/bulk',
      (id) => ({ ids: [id], change: { priority: 'low' } }),
      () => ticket.id,
    ],
    [
      'a member',
      'POST',
      '/api/departments',
      (id) => ({ name: 'x', members: [{ agentId: id, lead: true }] }),
      () => adaId,
    ],
    ['a department of a rule', 'PUT', '/api/workflow', (id) => rule({ departmentId: id }), () => department.id],
    ['a holder of a rule', 'PUT', '/api/workflow', (id) => rule({ assigneeId: id }), () => adaId],
    ['a holder of a list', 'GET', '/api/tickets?assignee=:id', () => undefined, () => adaId],
    ['a department of a list', 'GET', '/api/tickets?department=:id', () => undefined, () => department.id],
    [
      'an agent of the statistics',
      'GET',
      '/api/tickets/stats?from=2026-01-01&to=2026-02-01&agent=:id',
      () => undefined,
      () => adaId,
    ],
  ])('%s', async (_, method, path, bodyOf, theirs) => {
    const admin = new Caller(house, nord.adminToken)
    const answerTo = async (id: string) => {
      const { status, body } = await admin.call<Problem>(method, path.replace(':id', id), bodyOf(id))
      return [status, JSON.stringify({ ...body, requestId: '' }).replaceAll(id, ':id')]
    }
    const before = await stored()
    expect(await answerTo(theirs())).toEqual(await answerTo(newId()))
    expect(await stored()).toEqual(before)
  })
})

import { type Department, type FailureCode, newId, ROLES, type Role, type Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttp, doorsOf } from '../app.ts'
import type { Actor } from '../platform/actor.ts'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { anAddress, aShopper, Caller } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { openAuth } from './auth.ts'
import { allow, type Deed, MAY, may } from './roles.ts'

/** Mira's is the ticket. Tom is a shopper of the same shop, Eve an agent and Nils a shopper of another. */
const PEOPLE = ['nobody', 'mira', 'tom', 'nils', 'eve', 'ada', 'dora'] as const
type Person = (typeof PEOPLE)[number]

interface Row {
  body?: object
  /** A file, in place of a body. */
  bytes?: string
  /** Whose id stands in the path; the ticket's where nothing is said. */
  of?: 'category' | 'department' | 'figure'
  /** What nobody, Mira, Tom, Nils, Eve, Ada and Dora are answered; one figure where it is the same for all. */
  gives: 'the same to all' | number | [number, number, number, number, number, number, number]
}

const OF_THE_TICKET: Row['gives'] = [401, 200, 404, 404, 404, 200, 200]
const AMONG_AGENTS: Row['gives'] = [401, 403, 403, 403, 404, 200, 200]
const FOR_AGENTS: Row['gives'] = [401, 403, 403, 403, 200, 200, 200]
const FOR_ADMINS: Row['gives'] = [401, 403, 403, 403, 403, 403, 200]
/** The ticket's id is that of nothing else. */
const OF_NOTHING: Row['gives'] = [401, 403, 403, 403, 403, 403, 404]
/** A page is anybody's; what it is depends on what is built. */
const PAGE: Row = { gives: 'the same to all' }

/** Every route of the house. A new one has no row yet: write down here whom it answers. */
const ROUTES: Record<string, Row> = {
  'GET /healthz': { gives: 200 },
  'GET /readyz': { gives: 200 },
  'GET /api/openapi.json': { gives: 200 },
  'GET /api/docs': { gives: 200 },
  'GET /api/docs/docs.css': { gives: 200 },
  'GET /api/errors/:code': { gives: 404 },
  'POST /api/auth/sign-in/email': { body: { email: 'x@maison-perle.example', password: 'wrong password' }, gives: 401 },
  'POST /api/auth/sign-out': { body: {}, gives: 200 },
  'POST /api/auth/change-password': { body: { currentPassword: 'x', newPassword: 'a new long password' }, gives: 401 },
  'POST /api/auth/revoke-other-sessions': { body: {}, gives: 401 },
  'GET /api/auth/organization/list': { gives: 401 },
  'POST /api/auth/organization/set-active': { body: {}, gives: 401 },
  'POST /api/visitors': { body: {}, gives: 201 },
  'GET /api/widget': { gives: 200 },
  'DELETE /api/visitors/current': { gives: [401, 204, 204, 204, 403, 403, 403] },
  'GET /api/me': { gives: FOR_AGENTS },
  'GET /api/shop': { gives: FOR_AGENTS },
  'PATCH /api/shop': { body: {}, gives: FOR_ADMINS },
  'GET /api/tickets': { gives: [401, 200, 200, 200, 200, 200, 200] },
  // Agents say for whom the ticket is, and this body does not.
  'POST /api/tickets': { body: { subject: 's', description: 'd' }, gives: [401, 201, 201, 201, 422, 422, 422] },
  'GET /api/tickets/:id': { gives: OF_THE_TICKET },
  'PATCH /api/tickets/:id': { body: { subject: 'Two teapots' }, gives: AMONG_AGENTS },
  'DELETE /api/tickets/:id': { gives: [401, 403, 403, 403, 403, 403, 204] },
  // Its customer may say that it is not resolved, and nothing else.
  'PUT /api/tickets/:id/status': { body: { status: 'pending' }, gives: [401, 403, 404, 404, 404, 200, 200] },
  'GET /api/tickets/:id/messages': { gives: OF_THE_TICKET },
  'POST /api/tickets/:id/messages': { body: { message: 'Hello?' }, gives: [401, 201, 404, 404, 404, 201, 201] },
  'PUT /api/tickets/:id/read': { body: { seq: 0 }, gives: [401, 204, 404, 404, 404, 204, 204] },
  'PUT /api/tickets/:id/delivered': { body: { seq: 0 }, gives: [401, 204, 404, 404, 404, 204, 204] },
  'GET /api/tickets/:id/facts': { gives: AMONG_AGENTS },
  'GET /api/facts': { gives: FOR_AGENTS },
  'POST /api/tickets/bulk': { body: { ids: [newId()], change: { priority: 'low' } }, gives: FOR_AGENTS },
  // There is no such ticket to merge into, and nothing to undo.
  'POST /api/tickets/:id/merge': { body: { intoId: newId() }, gives: [401, 403, 403, 403, 404, 422, 422] },
  'DELETE /api/tickets/:id/merge': { gives: [401, 403, 403, 403, 404, 409, 409] },
  'POST /api/tickets/:id/snooze': { body: { until: null }, gives: AMONG_AGENTS },
  // Under one id a file is its first sender's.
  'PUT /api/files/:id': { bytes: 'x', gives: [401, 201, 409, 201, 409, 409, 409] },
  // There is no such file, or none that they may see.
  'GET /api/files/:id': { gives: [401, 404, 404, 404, 404, 404, 404] },
  'GET /api/files/:id/thumbnail': { gives: [401, 404, 404, 404, 404, 404, 404] },
  'GET /api/files/:id/links': { gives: [401, 404, 404, 404, 404, 404, 404] },
  'DELETE /api/files/:id': { gives: [401, 404, 404, 404, 404, 404, 404] },
  'GET /files/:token': { gives: 401 },
  'GET /api/mail-log': { gives: FOR_ADMINS },
  'GET /api/articles': { gives: FOR_AGENTS },
  'POST /api/articles': {
    body: { title: 'Returns', body: 'Within 30 days.', locale: 'en' },
    gives: [401, 403, 403, 403, 403, 403, 201],
  },
  'GET /api/articles/searches': { gives: FOR_AGENTS },
  'POST /api/articles/preview': { body: { body: 'Within **30** days.' }, gives: FOR_AGENTS },
  'GET /api/articles/:id': { gives: [401, 403, 403, 403, 404, 404, 404] },
  'PATCH /api/articles/:id': { body: {}, gives: OF_NOTHING },
  'POST /api/articles/:id/publish': { gives: OF_NOTHING },
  'POST /api/articles/:id/withdraw': { gives: OF_NOTHING },
  'DELETE /api/articles/:id': { gives: OF_NOTHING },
  // By the shop's publishable key, whoever asks.
  'GET /api/faq': { gives: 200 },
  'GET /api/faq/:id': { gives: 404 },
  'POST /api/faq/:id/feedback': { body: { helped: true }, gives: 404 },
  'GET /api/webhooks': { gives: FOR_ADMINS },
  // An address that is none: nothing is registered.
  'POST /api/webhooks': { body: { url: 'none' }, gives: [401, 403, 403, 403, 403, 403, 422] },
  'GET /api/webhooks/:id': { gives: OF_NOTHING },
  'PATCH /api/webhooks/:id': { body: {}, gives: OF_NOTHING },
  'DELETE /api/webhooks/:id': { gives: OF_NOTHING },
  'POST /api/webhooks/:id/rotate': { gives: OF_NOTHING },
  'POST /api/webhooks/:id/test': { gives: OF_NOTHING },
  'POST /api/webhooks/:id/replay': {
    body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    gives: OF_NOTHING,
  },
  'GET /api/webhooks/:id/deliveries': { gives: OF_NOTHING },
  'GET /api/webhooks/:id/deliveries/:delivery': { gives: OF_NOTHING },
  'POST /api/webhooks/:id/deliveries/:delivery/replay': { gives: OF_NOTHING },
  'GET /api/keys': { gives: FOR_ADMINS },
  'POST /api/keys': { body: { kind: 'secret', name: 'ERP' }, gives: [401, 403, 403, 403, 403, 403, 201] },
  'PATCH /api/keys/:id': { body: { name: 'ERP' }, gives: OF_NOTHING },
  'DELETE /api/keys/:id': { gives: OF_NOTHING },
  'POST /api/keys/:id/rotate': { body: {}, gives: OF_NOTHING },
  'GET /api/identity-secret': { gives: FOR_ADMINS },
  'POST /api/identity-secret/rotate': { body: {}, gives: FOR_ADMINS },
  'GET /api/notices': { gives: FOR_ADMINS },
  'GET /api/mail-templates': { gives: FOR_ADMINS },
  'PUT /api/mail-templates/:kind/:locale': { body: { subject: 's', body: 'b' }, gives: FOR_ADMINS },
  'DELETE /api/mail-templates/:kind/:locale': { gives: FOR_ADMINS },
  'POST /api/mail-templates/:kind/:locale/preview': { body: { subject: 's', body: 'b' }, gives: FOR_ADMINS },
  'GET /api/tickets/:id/draft': { gives: AMONG_AGENTS },
  'PUT /api/tickets/:id/draft': {
    body: { writing: 'answer', text: 'Dear Mira,', device: 'a', base: null },
    gives: AMONG_AGENTS,
  },
  'GET /api/views': { gives: FOR_AGENTS },
  'POST /api/views': { body: { name: 'Urgent', filter: {} }, gives: [401, 403, 403, 403, 201, 201, 201] },
  // The id is a ticket's: there is no such view.
  'PATCH /api/views/:id': { body: { name: 'Mine' }, gives: [401, 403, 403, 403, 404, 404, 404] },
  'DELETE /api/views/:id': { gives: [401, 403, 403, 403, 404, 404, 404] },
  'GET /api/replies': { gives: FOR_AGENTS },
  'POST /api/replies': { body: { name: 'Thanks', body: 'Thank you!' }, gives: [401, 403, 403, 403, 403, 403, 201] },
  // As above: there is no such template.
  'PATCH /api/replies/:id': { body: { name: 'Thank you' }, gives: [401, 403, 403, 403, 403, 403, 404] },
  'DELETE /api/replies/:id': { gives: [401, 403, 403, 403, 403, 403, 404] },
  'POST /api/replies/:id/use': { body: { ticketId: newId() }, gives: [401, 403, 403, 403, 404, 404, 404] },
  'GET /api/categories': { gives: [401, 200, 200, 200, 200, 200, 200] },
  'POST /api/categories': { body: { id: 'gifts', label: { en: 'Gifts' } }, gives: [401, 403, 403, 403, 403, 403, 201] },
  'PATCH /api/categories/:id': { of: 'category', body: { label: { en: 'Orders' } }, gives: FOR_ADMINS },
  'DELETE /api/categories/:id': { of: 'category', gives: [401, 403, 403, 403, 403, 403, 204] },
  'GET /api/departments': { gives: FOR_AGENTS },
  'POST /api/departments': { body: { name: 'Returns' }, gives: [401, 403, 403, 403, 403, 403, 201] },
  'PATCH /api/departments/:id': { of: 'department', body: { name: 'Repairs' }, gives: FOR_ADMINS },
  'DELETE /api/departments/:id': { of: 'department', gives: [401, 403, 403, 403, 403, 403, 204] },
  'GET /api/agents': { gives: FOR_AGENTS },
  'POST /api/tickets/:id/assign': { body: { agentId: null }, gives: AMONG_AGENTS },
  // Ada comes first: what is escalated already is not escalated by Dora.
  'POST /api/tickets/:id/escalate': { body: { reason: 'She waits.' }, gives: [401, 403, 403, 403, 404, 200, 409] },
  'GET /api/tickets/:id/deadline': { gives: AMONG_AGENTS },
  // The ticket is still open, so its customer is told that it is too early.
  'POST /api/tickets/:id/rating': { body: { score: 5 }, gives: [401, 409, 404, 404, 403, 403, 403] },
  'GET /api/tickets/stats': { gives: FOR_ADMINS },
  'GET /api/tickets/stats/:id/tickets': { of: 'figure', gives: FOR_ADMINS },
  'GET /api/reports/tickets.csv': { gives: FOR_ADMINS },
  'GET /api/reports/tickets.xlsx': { gives: FOR_ADMINS },
  'GET /api/reports/tickets.pdf': { gives: FOR_ADMINS },
  'GET /api/order-source': { gives: FOR_ADMINS },
  // An address that is none: nothing is named, and there is no secret to rotate.
  'PUT /api/order-source': { body: { url: 'none' }, gives: [401, 403, 403, 403, 403, 403, 422] },
  'POST /api/order-source/rotate': { gives: OF_NOTHING },
  'DELETE /api/order-source': { gives: [401, 403, 403, 403, 403, 403, 204] },
  // The ticket's id is no customer's.
  'GET /api/customers/:id/orders': { gives: [401, 403, 403, 403, 404, 404, 404] },
  'GET /api/reports/heat': { gives: FOR_ADMINS },
  'GET /api/reports/ratings': { gives: FOR_ADMINS },
  'GET /api/reports/live': { gives: FOR_ADMINS },
  'GET /api/workflow': { gives: FOR_ADMINS },
  'PUT /api/workflow': { body: { rules: [] }, gives: FOR_ADMINS },
  'POST /api/workflow/dry-run': { body: { rules: [], days: 1 }, gives: FOR_ADMINS },
  'POST /api/support/contact': { body: { name: 'M', email: 'm@example.com', subject: 's', message: 'm' }, gives: 201 },
  'GET /api/support/contact/stats': { gives: FOR_AGENTS },
  'GET /api/support/contact/tickets': { gives: [401, 200, 200, 200, 200, 200, 200] },
  'GET /api/support/contact/ticket/:id': { gives: OF_THE_TICKET },
  'GET /contact': PAGE,
  'POST /contact': PAGE,
  'GET /rate/:token': PAGE,
  'POST /rate/:token': PAGE,
  'GET /mail/stop/:token': PAGE,
  'POST /mail/stop/:token': PAGE,
  'GET /page/:file{color-[0-9a-f]{6}[.]css}': PAGE,
  'GET /page/contact.js': PAGE,
  'GET /page/page.css': PAGE,
  'GET /': PAGE,
  'GET /sign-in': PAGE,
  'GET /tickets': PAGE,
  'GET /tickets/:id': PAGE,
  'GET /support': PAGE,
  'GET /settings': PAGE,
  'GET /settings/:section': PAGE,
  'GET /mail': PAGE,
  'GET /console/:file{.+}': PAGE,
  'GET /widget.js': PAGE,
  'GET /widget.json': PAGE,
  'GET /:file{widget-[\\w-]+\\.js}': PAGE,
  'GET /widget/:file{.+}': PAGE,
  'GET /demo': PAGE,
  'GET /demo/:file{.*}': PAGE,
}

type Verdicts = Record<Exclude<Person, 'nobody'>, 'ok' | FailureCode>
const FOR_THE_TICKET: Verdicts = {
  ...{ mira: 'ok', tom: 'not_found', nils: 'not_found', eve: 'not_found' },
  ...{ ada: 'ok', dora: 'ok' },
}

/** Every event that may be sent, with what it takes: a ticket and more, or something else. */
const EVENTS: Record<string, { input?: object; more?: object; gives: Verdicts }> = {
  set_presence: {
    input: { away: false },
    gives: { mira: 'forbidden', tom: 'forbidden', nils: 'forbidden', eve: 'ok', ada: 'ok', dora: 'ok' },
  },
  set_page: {
    input: { url: 'https://maison-perle.example/teapots' },
    gives: { mira: 'ok', tom: 'ok', nils: 'ok', eve: 'forbidden', ada: 'forbidden', dora: 'forbidden' },
  },
  join_ticket: { gives: FOR_THE_TICKET },
  // To leave what one was never in is nothing, and says nothing of it.
  leave_ticket: { gives: { mira: 'ok', tom: 'ok', nils: 'ok', eve: 'ok', ada: 'ok', dora: 'ok' } },
  send_message: { more: { message: 'Hello?' }, gives: FOR_THE_TICKET },
  typing_start: { gives: FOR_THE_TICKET },
  typing_stop: { gives: FOR_THE_TICKET },
  mark_read: { more: { seq: 1 }, gives: FOR_THE_TICKET },
  mark_delivered: { more: { seq: 1 }, gives: FOR_THE_TICKET },
}

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let agents: Pick<Record<Person, Caller>, 'eve' | 'ada' | 'dora'>

beforeAll(async () => {
  house = await openTestHouse({ config: { trustedProxies: 1 } })
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  const [ada, eve] = await Promise.all([anAgent(house, pearl), anAgent(house, nord, 'Eve')])
  agents = {
    eve: new Caller(house, eve.token),
    ada: new Caller(house, ada.token),
    dora: new Caller(house, pearl.adminToken),
  }
})
afterAll(() => house.close())

/** Everybody, with a ticket of Mira's that nobody has touched. */
async function everybody(): Promise<{ people: Record<Person, Caller>; ticket: Ticket }> {
  const [mira, tom, nils] = await Promise.all([aShopper(house, pearl), aShopper(house, pearl), aShopper(house, nord)])
  const ticket = await mira.openTicket()
  await mira.say(ticket, 'Is anybody there?')
  return { people: { nobody: new Caller(house, ''), mira, tom, nils, ...agents }, ticket }
}

const aDepartment = async (dora: Caller) => (await dora.post<Department>('/api/departments', { name: newId() })).body.id

const routesOf = (): string[] => {
  const { routes } = buildHttp(house.context, openAuth(house.context))
  return [...new Set(routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`))]
}

test('every route has its row, and every row its route', () => {
  expect(routesOf().sort()).toEqual(Object.keys(ROUTES).sort())
})

test.each(Object.entries(ROUTES))('%s answers whom it should, and how', async (route, { body, bytes, of, gives }) => {
  const { people, ticket } = await everybody()
  const id =
    of === 'figure'
      ? 'open'
      : of === 'category'
        ? 'order_issue'
        : of === 'department'
          ? await aDepartment(people.dora)
          : ticket.id
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern
    .replace(':id', id)
    .replace(':delivery', id)
    .replace(':kind/:locale', 'ticket_created/en')
    .replace(/:\w+(\{.*\})?/, 'x')
  const statuses: number[] = []
  for (const person of PEOPLE) {
    const headers = { 'X-Shop-Key': pearl.publicKey, Origin: house.url, ...anAddress() }
    const response = await fetch(`${house.url}${path}${bytes ? '?name=x' : ''}`, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(people[person].token && { Authorization: `Bearer ${people[person].token}` }),
        ...(body && { 'Content-Type': 'application/json' }),
        ...(bytes && { 'Content-Type': 'application/octet-stream' }),
      },
      ...((body || bytes) && { body: bytes ?? JSON.stringify(body) }),
    })
    statuses.push(response.status)
  }
  const same = gives === 'the same to all' ? statuses[0] : gives
  expect(statuses).toEqual(Array.isArray(same) ? same : PEOPLE.map(() => same))
})

describe('over the socket', () => {
  test('every event has its row, and every row its event', () => {
    const events = doorsOf(house.context).map(({ event }) => event)
    expect(events.sort()).toEqual(Object.keys(EVENTS).sort())
  })

  test.each(Object.entries(EVENTS))('%s answers whom it should, and how', async (event, { input, more, gives }) => {
    const { people, ticket } = await everybody()
    const verdicts: Record<string, string> = {}
    for (const [person, { token }] of Object.entries(people)) {
      if (person === 'nobody') continue
      const socket = await new PlainSocket(house, { token }).connected()
      const ack = await socket.ask(event, input ?? { ticketId: ticket.id, ...more })
      verdicts[person] = ack.ok ? 'ok' : ack.code
      socket.close()
    }
    expect(verdicts).toEqual(gives)
  })

  test('nobody gets so far as to ask', async () => {
    for (const auth of [{}, { token: '' }, { token: 'x' }, { token: pearl.publicKey }])
      await expect(new PlainSocket(house, auth).refused()).resolves.toMatchObject({ code: 'unauthorized' })
  })
})

describe('the table of roles', () => {
  const deeds = Object.keys(MAY).filter((deed): deed is Deed => deed in MAY)
  const shopId = newId()
  const actorOf = (role: Role): Actor =>
    role === 'user'
      ? { kind: 'customer', role, shopId, customerId: newId(), sessionId: newId(), name: null, endsAt: 0 }
      : { kind: 'agent', role, shopId, agentId: newId(), credentialId: newId(), name: 'Ada', endsAt: null }

  test.each(deeds)('%s is somebody’s, and lets in no role that it does not name', (deed) => {
    expect(MAY[deed].length).toBeGreaterThan(0)
    for (const role of ROLES) {
      if (may(role, deed)) expect(() => allow(actorOf(role), deed)).not.toThrow()
      else expect(() => allow(actorOf(role), deed)).toThrow(expect.objectContaining({ code: 'forbidden' }))
    }
  })

  test('an admin may whatever an agent may', () => {
    expect(deeds.filter((deed) => may('support_agent', deed) && !may('admin', deed))).toEqual([])
  })
})

import { newId, type Problem } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop)
  dora = new Caller(house, shop.adminToken)
})
afterAll(() => house.close())

/** How zod and the runtime say it. */
const FOREIGN =
  /invalid (input|option|string|uuid|iso|datetime|format)|too (big|small)|received|unrecognized|>=|<=|undefined|NaN/i

const LONG = 'x'.repeat(9_000)

const WRONG: [string, string, unknown, string, string][] = [
  ['POST', '/api/tickets', {}, 'subject', 'Expected text, got nothing.'],
  ['POST', '/api/tickets', [], '', 'Expected an object, got a list of 0.'],
  ['POST', '/api/tickets', { subject: 7 }, 'subject', 'Expected text, got 7.'],
  ['POST', '/api/tickets', { subject: null }, 'subject', 'Expected text, got null.'],
  ['POST', '/api/tickets', { subject: LONG }, 'subject', 'Expected at most 200 characters, got 9000 characters.'],
  ['POST', '/api/tickets', { subject: ' ' }, 'subject', 'Expected some text, got none.'],
  [
    'POST',
    '/api/tickets',
    { priority: 'x' },
    'priority',
    'Expected one of low, medium, high, urgent, normal, got "x".',
  ],
  ['POST', '/api/tickets', { color: 'red' }, 'color', 'Expected no field of this name.'],
  [
    'POST',
    '/api/tickets',
    { customerId: '7' },
    'customerId',
    'Expected an id such as "01981c5e-7d2a-7c3f-9b1e-2f4a6c8d0e12", got "7".',
  ],
  ['POST', '/api/tickets', { tags: 'vip' }, 'tags', 'Expected a list, got "vip".'],
  ['POST', '/api/tickets', { tags: ['a b'] }, 'tags.0', 'Expected letters, digits, - and _, got "a b".'],
  ['POST', '/api/tickets', { fields: { size: true } }, 'fields.size', 'Expected text or a number, got true.'],
  [
    'POST',
    '/api/tickets/bulk',
    { ids: [], change: { priority: 'low' } },
    'ids',
    'Expected at least 1 item, got a list of 0.',
  ],
  [
    'POST',
    '/api/tickets/bulk',
    { ids: [newId()], change: {} },
    'change',
    'Expected something to change, got an object.',
  ],
  [
    'POST',
    '/api/tickets/1/snooze',
    { until: 'soon' },
    'until',
    'Expected a time such as "2026-05-04T09:00:00Z", got "soon".',
  ],
  ['POST', '/api/tickets/1/rating', { score: 6 }, 'score', 'Expected a score: 1, 2, 3, 4 or 5, got 6.'],
  ['PUT', '/api/tickets/1/read', { seq: 1.5 }, 'seq', 'Expected a whole number, got 1.5.'],
  ['PUT', '/api/tickets/1/read', { seq: -1 }, 'seq', 'Expected at least 0, got -1.'],
  [
    'PUT',
    '/api/tickets/1/status',
    { status: 'done' },
    'status',
    'Expected one of open, in_progress, pending, resolved, closed, escalated, got "done".',
  ],
  ['PUT', '/api/tickets/x/status', { status: 'open' }, 'id', 'Expected a ticket id or number, such as "#83", got "x".'],
  ['PATCH', '/api/departments/x', { name: 'y' }, 'id', 'Expected the id of a department, got "x".'],
  [
    'PATCH',
    '/api/shop',
    { settings: { assignment: { capacity: 0 } } },
    'settings.assignment.capacity',
    'Expected at least 1, got 0.',
  ],
  [
    'PATCH',
    '/api/shop',
    { settings: { escalation: { businessHours: 'yes' } } },
    'settings.escalation.businessHours',
    'Expected true or false, got "yes".',
  ],
  [
    'PATCH',
    '/api/shop',
    { settings: { hours: { holidays: ['x'] } } },
    'settings.hours.holidays.0',
    'Expected a date such as "2026-12-25", got "x".',
  ],
  [
    'PATCH',
    '/api/shop',
    { settings: { widget: { greeting: { English: 'x' } } } },
    'settings.widget.greeting.English',
    'Expected a BCP 47 language such as "fr" or "en-GB", got "English".',
  ],
  ['GET', '/api/tickets?limit=0', undefined, 'limit', 'Expected a whole number from 1 to 200, got "0".'],
  ['GET', '/api/tickets?limit=many', undefined, 'limit', 'Expected a whole number from 1 to 200, got "many".'],
  [
    'GET',
    '/api/tickets?from=yesterday',
    undefined,
    'from',
    'Expected a time such as "2026-05-04T09:00:00Z", got "yesterday".',
  ],
  ['GET', '/api/tickets?snoozed=maybe', undefined, 'snoozed', 'Expected one of true, false, got "maybe".'],
]

test.each(WRONG)('%s %s with %j says of %j: %s', async (method, path, body, field, detail) => {
  const caller = path.endsWith('/rating') ? mira : dora
  const answer = await caller.call<Problem>(method, path, body)
  expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } })
  expect(answer.body.errors).toContainEqual({ path: field, detail })
  expect(JSON.stringify(answer.body)).not.toMatch(FOREIGN)
})

test('a socket is told in the same words', async () => {
  const socket = await new PlainSocket(house, { token: mira.token }).connected()
  const ack = await socket.ask('send_message', { ticketId: 'x', message: 7 })
  expect(ack).toMatchObject({
    ...{ ok: false, code: 'invalid' },
    errors: [
      { path: 'ticketId', detail: 'Expected an id such as "01981c5e-7d2a-7c3f-9b1e-2f4a6c8d0e12", got "x".' },
      { path: 'message', detail: 'Expected text, got 7.' },
    ],
  })
  socket.close()
})

test('what is secret is not repeated', async () => {
  const answer = await mira.post<Problem>(
    '/api/visitors',
    { renewalToken: 'r'.repeat(201), identityToken: '' },
    { 'X-Shop-Key': shop.publicKey },
  )
  expect(answer.status).toBe(422)
  expect(answer.body.errors?.map(({ detail }) => detail)).toEqual([
    'Expected at most 200 characters, got 201 characters.',
    'Expected at least 1 character, got 0 characters.',
  ])
})

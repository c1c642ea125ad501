import { type BulkAnswer, type Department, type Fact, newId, type Page, type Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttp } from '../app.ts'
import { openAuth } from '../identity/auth.ts'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

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

const withKey = (key: string = newId()) => ({ 'Idempotency-Key': key })

/**
 * A visitor's session is opened before anybody is known whose key it could be, and to replay one would be to give it
 * away; the sign-in has its own protection; a file is sent again under its own id.
 */
const WITHOUT = /^(POST \/api\/visitors|POST \/api\/auth\/.*|PUT \/api\/files\/:id)$/

function writes(): string[] {
  const { routes } = buildHttp(house.context, openAuth(house.context))
  const all = routes.filter(({ method, path }) => !['ALL', 'GET'].includes(method) && path.startsWith('/api/'))
  return [...new Set(all.map(({ method, path }) => `${method} ${path}`))].filter((route) => !WITHOUT.test(route))
}

test('no route that writes forgets the key', async () => {
  expect(writes().length).toBeGreaterThan(20)
  for (const route of writes()) {
    const [method = '', pattern = ''] = route.split(' ')
    const key = withKey()
    const headers = { 'X-Shop-Key': shop.publicKey, ...key }
    // The same key has been used for something else, by Dora and by whoever sent a form.
    const contact = { name: 'M', email: 'm@example.com', subject: 's', message: 'm' }
    await dora.post('/api/departments', { name: newId() }, key)
    await new Caller(house, '').post('/api/support/contact', contact, headers)
    const answer = await dora.call<object>(method, pattern.replace(/:\w+/g, newId()), { odd: 1 }, headers)
    expect(answer, route).toMatchObject({ status: 409, body: { code: 'key_reused' } })
  }
})

describe('a write with an Idempotency-Key', () => {
  test('is done once, and answered again with its status and body', async () => {
    const ticket = await mira.openTicket()
    const asked: [string, string, unknown][] = [
      ['PATCH', `/api/tickets/${ticket.id}`, { priority: 'high' }],
      ['PUT', `/api/tickets/${ticket.id}/status`, { status: 'pending', notes: 'Waiting for a picture.' }],
      ['POST', '/api/tickets/bulk', { ids: [ticket.id], change: { addTags: ['teapot'] } }],
      ['POST', `/api/tickets/${ticket.id}/messages`, { message: 'One moment.' }],
      ['POST', '/api/departments', { name: newId() }],
      ['PATCH', '/api/shop', { name: 'Maison Perle' }],
      ['PUT', '/api/workflow', { rules: [] }],
    ]
    for (const [method, path, body] of asked) {
      const key = withKey()
      const first = await dora.call(method, path, body, key)
      const second = await dora.call(method, path, body, key)
      expect(first.status, path).toBeLessThan(300)
      expect(first.headers.get('Idempotency-Replayed')).toBeNull()
      expect([second.status, second.body], path).toEqual([first.status, first.body])
      expect(second.headers.get('Idempotency-Replayed')).toBe('true')
    }
    const { body } = await dora.get<{ messages: { type: string }[] }>(`/api/tickets/${ticket.id}`)
    expect(body.messages.map(({ type }) => type)).toEqual(['internal_note', 'agent_message'])
  })

  test('that answers nothing is answered with nothing again', async () => {
    const ticket = await mira.openTicket()
    const gone = () => dora.call('DELETE', `/api/tickets/${ticket.id}`, undefined, KEY)
    const KEY = withKey()
    expect([(await gone()).status, (await gone()).status]).toEqual([204, 204])
    expect((await dora.delete(`/api/tickets/${ticket.id}`)).status).toBe(404)
  })

  test.each([
    ['creates', (who: Caller, key: object) => who.post<Department>('/api/departments', { name: 'Fifty' }, { ...key })],
    ['changes', (who: Caller, key: object) => who.call<object>('PATCH', '/api/shop', { name: 'Perle' }, { ...key })],
  ])('fifty times at once %s once', async (_, write) => {
    const key = withKey()
    const answers = await Promise.all(Array.from({ length: 50 }, () => write(dora, key)))
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('Idempotency-Replayed') === null)).toHaveLength(1)
  })

  test('of many tickets at once is done once, each ticket for itself', async () => {
    const tickets = await Promise.all(Array.from({ length: 5 }, () => mira.openTicket()))
    const change = { ids: [...tickets.map(({ id }) => id), newId()], change: { priority: 'urgent' } }
    const key = withKey()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => dora.post<BulkAnswer>('/api/tickets/bulk', change, key)),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    for (const { id } of tickets) {
      const { body } = await dora.get<Page<Fact>>(`/api/tickets/${id}/facts`)
      expect(body.items.filter(({ type }) => type === 'ticket.changed')).toHaveLength(1)
    }
  })

  test('is the same however its body is spaced and ordered', async () => {
    const name = newId()
    const key = withKey()
    const first = await dora.post<Department>('/api/departments', { name, capacity: 3 }, key)
    const second = await dora.post<Department>('/api/departments', { capacity: 3, name }, key)
    expect(second.body).toEqual(first.body)
  })

  test('of another body or path is refused, and says what came', async () => {
    const ticket = await mira.openTicket()
    const key = withKey()
    await dora.post(`/api/tickets/${ticket.id}/messages`, { message: 'One moment.' }, key)
    const body = await dora.post(`/api/tickets/${ticket.id}/messages`, { message: 'Two moments.' }, key)
    expect(body).toMatchObject({ status: 409, body: { code: 'key_reused' } })
    expect(JSON.stringify(body.body)).toContain('got the same with another body')
    const path = await dora.post(`/api/tickets/${ticket.id}/snooze`, { until: null }, key)
    expect(path).toMatchObject({ status: 409, body: { code: 'key_reused' } })
    expect(JSON.stringify(path.body)).toContain(`got POST /api/tickets/${ticket.id}/snooze`)
    expect((await dora.get<Ticket>(`/api/tickets/${ticket.id}`)).body.lastSeq).toBe(1)
  })

  test('of somebody else, or in another shop, is another', async () => {
    const nord = await aShop(house, 'Atelier Nord')
    const [tom, nils] = await Promise.all([aShopper(house, shop), aShopper(house, nord)])
    const draft = { subject: 'The teapot is cracked', description: 'It leaks.' }
    const key = withKey()
    const answers = await Promise.all([mira, tom, nils].map((who) => who.post<Ticket>('/api/tickets', draft, key)))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3)
  })

  test('that was refused has changed nothing, and its key may be used again', async () => {
    const ticket = await mira.openTicket()
    const path = `/api/tickets/${ticket.id}/rating`
    const key = withKey()
    expect((await mira.post(path, { score: 5 }, key)).status).toBe(409)
    await dora.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    expect((await mira.post(path, { score: 5 }, key)).status).toBe(201)
    expect((await mira.post(path, { score: 5 }, key)).status).toBe(201)
  })

  test('that failed on our side is not kept', async () => {
    const ticket = await mira.openTicket()
    const key = withKey()
    const change = () => dora.call<Ticket>('PATCH', `/api/tickets/${ticket.id}`, { priority: 'high' }, key)
    await house.database.query('ALTER TABLE workflows RENAME TO workflows_elsewhere')
    const status = () =>
      dora.call<Ticket>('PUT', `/api/tickets/${ticket.id}/status`, { status: 'pending' }, withKey(`${ticket.id}-s`))
    const failed = await status()
    await house.database.query('ALTER TABLE workflows_elsewhere RENAME TO workflows')
    expect(failed.status).toBe(500)
    expect((await dora.get<Ticket>(`/api/tickets/${ticket.id}`)).body.status).toBe('open')
    const repeated = await status()
    expect(repeated).toMatchObject({ status: 200, body: { status: 'pending' } })
    expect(repeated.headers.get('Idempotency-Replayed')).toBeNull()
    expect((await change()).status).toBe(200)
  })

  test('is kept with what it stored, or not at all', async () => {
    // The last statement of the whole is the answer: where it cannot be stored, nothing is.
    await house.database.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION refuse()`)
    const name = newId()
    const key = withKey()
    const failed = await dora.post('/api/departments', { name }, key)
    await house.database.query('DROP TRIGGER refuse ON idempotency_keys')
    expect(failed.status).toBe(500)
    const { body } = await dora.get<Page<Department>>('/api/departments?limit=200')
    expect(body.items.filter((department) => department.name === name)).toEqual([])
    expect((await dora.post('/api/departments', { name }, key)).status).toBe(201)
  })
})

import type { Problem, Shop, VisitorSession, WidgetSettings } from '@comptoir/sdk/contract'
import { LASTING } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let nobody: Caller
let now = Date.parse('2026-05-04T09:00:00Z')

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  nobody = new Caller(house, '')
})
afterAll(() => house.close())

const open = (body: unknown, headers: Record<string, string> = { 'X-Shop-Key': pearl.publicKey }) =>
  nobody.post<VisitorSession & Problem>('/api/visitors', body, headers)
const renew = (session: VisitorSession, more: object = {}) => open({ renewalToken: session.renewalToken, ...more })
const mayRead = async (token: string) => (await new Caller(house, token).get('/api/tickets')).status

describe('a visitor session', () => {
  test('is opened with the shop’s publishable key alone, for somebody of whom nothing is known', async () => {
    const { status, body } = await open({})
    expect(status).toBe(201)
    expect(body).toEqual({
      token: expect.any(String),
      renewalToken: expect.stringMatching(/^rt_[\w-]{43}$/),
      expiresAt: new Date(now + LASTING.visitorToken).toISOString(),
      customerId: body.customer.id,
      customer: {
        ...{ id: expect.any(String), standing: 'anonymous', createdAt: new Date(now).toISOString() },
        ...{ name: null, email: null, externalId: null, locale: null },
      },
    })
    expect(await mayRead(body.token)).toBe(200)
  })

  test('is opened without a body too', async () => {
    expect((await open(undefined)).status).toBe(201)
  })

  test('keeps what the shopper says of themselves, and calls it their word', async () => {
    const { body } = await open({ name: ' Mira ', email: ' Mira@Example.com ', locale: 'fr-CH' })
    expect(body.customer).toMatchObject({
      standing: 'identified',
      name: 'Mira',
      email: 'mira@example.com',
      locale: 'fr-CH',
    })
  })

  test('goes on with its renewal token, as the same shopper', async () => {
    const mira = await aShopper(house, pearl, { name: 'Mira' })
    const renewed = await renew(mira.session)
    expect(renewed.body).toMatchObject({ customerId: mira.session.customerId, customer: { name: 'Mira' } })
    expect(await mayRead(renewed.body.token)).toBe(200)
  })

  test('outlives its token by its renewal token, and half a year of silence by nothing', async () => {
    const start = now
    const { session, token } = await aShopper(house, pearl)
    now += LASTING.visitorToken + 61_000
    expect(await mayRead(token)).toBe(401)
    const renewed = await renew(session)
    expect(await mayRead(renewed.body.token)).toBe(200)
    now += LASTING.visitorSession + 1
    expect(await renew(session)).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
    now = start
  })

  test('that was ended opens nothing any more', async () => {
    const tom = await aShopper(house, pearl)
    const socket = await new PlainSocket(house, { token: tom.token }).connected()
    const ended = socket.ended()
    expect((await tom.delete('/api/visitors/current')).status).toBe(204)
    await ended
    expect(await mayRead(tom.token)).toBe(401)
    expect((await tom.delete('/api/visitors/current')).status).toBe(401)
    expect((await renew(tom.session)).status).toBe(401)
    await expect(new PlainSocket(house, { token: tom.token }).refused()).resolves.toMatchObject({
      code: 'unauthorized',
    })
  })

  test('of another shop cannot be gone on with', async () => {
    const mira = await aShopper(house, pearl)
    const { renewalToken } = mira.session
    expect((await open({ renewalToken }, { 'X-Shop-Key': nord.publicKey })).status).toBe(401)
    expect(await mayRead(mira.token)).toBe(200)
  })

  test.each([
    ['nobody’s', `rt_${'x'.repeat(43)}`],
    ['a SQL one', "' OR 1=1 --"],
    ['a percent', '%'],
  ])('is not renewed by %s token', async (_, renewalToken) => {
    expect(await open({ renewalToken })).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  })
})

describe('bad input to a session', () => {
  test.each<[string, unknown]>([
    ['an empty renewal token', { renewalToken: '' }],
    ['an empty identity token', { identityToken: '' }],
    ['null for a token', { identityToken: null }],
    ['an empty name', { name: '   ' }],
    ['a name that nobody sees', { name: '\u200b' }],
    ['a name of two lines', { name: 'Mira\r\nBcc: evil@example.com' }],
    ['a name with a NUL', { name: 'Mi\0ra' }],
    ['a name that is too long', { name: 'x'.repeat(121) }],
    ['a name that is an object', { name: { $gt: '' } }],
    ['a list of names', { name: ['Mira'] }],
    ['no address', { email: 'mira' }],
    ['a language that is none', { locale: 'french please' }],
    ['a language without end', { locale: `fr${'-aaaaaaaa'.repeat(100)}` }],
    ['a standing of one’s own', { standing: 'verified' }],
    ['somebody else’s id', { externalId: '42' }],
    ['a customer’s id', { customerId: '0190a000-0000-7000-8000-000000000000' }],
  ])('%s is refused', async (_, body) => {
    const before = await house.database.query('SELECT count(*) FROM customers')
    expect(await open(body)).toMatchObject({
      status: 422,
      body: { code: 'invalid', errors: [{ path: Object.keys(Object(body))[0] }] },
    })
    expect(await house.database.query('SELECT count(*) FROM customers')).toEqual(before)
  })

  test('a field called __proto__ is refused like any other that nobody knows', async () => {
    const answer = await fetch(`${house.url}/api/visitors`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Shop-Key': pearl.publicKey },
      body: '{"__proto__":{"standing":"verified"},"constructor":{}}',
    })
    expect(answer.status).toBe(422)
  })
})

describe('the publishable key', () => {
  test.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['an empty key', { 'X-Shop-Key': '' }],
    ['a key of nobody', { 'X-Shop-Key': `pk_${'x'.repeat(43)}` }],
    ['a SQL key', { 'X-Shop-Key': "pk_' OR 1=1 --" }],
    ['two keys', { 'X-Shop-Key': 'pk_a, pk_b' }],
  ])('%s opens nothing', async (_, headers) => {
    expect(await open({}, headers)).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
    expect(await nobody.get('/api/widget', headers)).toMatchObject({ status: 401 })
  })

  test('is not what a secret key is, nor the other way round', async () => {
    expect((await open({}, { 'X-Shop-Key': pearl.secretKey })).status).toBe(401)
    expect((await open({}, { 'X-Shop-Key': pearl.adminToken })).status).toBe(401)
    const byKey = await new Caller(house, pearl.publicKey).get<Problem>('/api/tickets')
    expect(byKey).toMatchObject({ status: 401, body: { detail: expect.stringContaining('publishable key') } })
    await expect(new PlainSocket(house, { token: pearl.publicKey }).refused()).resolves.toMatchObject({
      code: 'unauthorized',
    })
  })

  test('that was revoked opens nothing', async () => {
    const shop = await aShop(house, 'Chez Ben')
    await house.database.query(`UPDATE keys SET revoked_at = now() WHERE shop_id = $1 AND kind = 'publishable'`, [
      shop.shopId,
    ])
    expect((await open({}, { 'X-Shop-Key': shop.publicKey })).status).toBe(401)
  })

  test('lets read what the widget may know of its shop, and no more', async () => {
    const { body } = await nobody.get<WidgetSettings>('/api/widget', { 'X-Shop-Key': pearl.publicKey })
    expect(body).toEqual({
      shop: { name: 'Maison Perle', locale: 'en' },
      color: '#1f5eff',
      position: 'right',
      offset: { x: 20, y: 20 },
      radius: null,
      theme: 'auto',
      logo: null,
      greeting: {},
      words: {},
      form: [],
      rules: [],
      categories: expect.any(Array),
      hasFaq: false,
      isOpen: true,
      opensAt: null,
      people: [],
    })
  })
})

test('tokens and secrets are in no answer but the one that makes them', async () => {
  const mira = await aShopper(house, pearl, { name: 'Mira', email: 'mira@example.com' })
  const ticket = await mira.openTicket()
  const dora = new Caller(house, pearl.adminToken)
  const seen = await Promise.all([
    ...['/api/tickets', `/api/tickets/${ticket.id}`, `/api/tickets/${ticket.id}/messages`].map((path) =>
      mira.get(path),
    ),
    ...['/api/me', '/api/shop', '/api/mail-log', `/api/tickets/${ticket.id}`, `/api/tickets/${ticket.id}/facts`].map(
      (path) => dora.get(path),
    ),
    new Shopper(house, mira.session).get('/api/me'),
  ])
  const text = seen.map(({ status, body, headers }) => JSON.stringify([status, body, [...headers]])).join('\n')
  const secrets = [
    mira.session.token,
    mira.session.renewalToken,
    pearl.secretKey,
    pearl.adminToken,
    pearl.identitySecret,
  ]
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect((await dora.get<Shop>('/api/shop')).body.publicKey).toBe(pearl.publicKey)
})

test('the database keeps no secret that opens something by itself', async () => {
  const mira = await aShopper(house, pearl)
  const [row] = await house.database.query<{ all: string }>(
    `SELECT (SELECT json_agg(k) FROM keys k)::text || (SELECT json_agg(s) FROM visitor_sessions s)::text
       || (SELECT json_agg(h) FROM shops h)::text || (SELECT json_agg(a) FROM auth.account a)::text AS all`,
  )
  const secrets = [mira.session.renewalToken, pearl.secretKey, pearl.adminToken, pearl.identitySecret, 'correct horse']
  for (const secret of secrets) expect(row?.all).not.toContain(secret)
})

import { FAILURES, type Problem } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { ask, type RawAnswer, type RawRequest, sendBytes } from '../testing/raw.ts'

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

const problemOf = (answer: RawAnswer): Problem => JSON.parse(answer.text)

const asMira = (path: string, { headers, ...rest }: RawRequest = {}) =>
  ask(house, path, { ...rest, headers: { Authorization: `Bearer ${mira.token}`, ...headers } })

const JSON_TYPE = { 'Content-Type': 'application/json' }
const ticket = JSON.stringify({ subject: 'The teapot is cracked', description: 'It leaks.' })

function expectProblem(answer: RawAnswer, code: keyof typeof FAILURES): Problem {
  const problem = problemOf(answer)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(problem).toMatchObject({ code, status: FAILURES[code].status, title: FAILURES[code].title })
  expect(problem.type).toBe(`/api/errors/${code}`)
  expect(problem.requestId).toBe(answer.headers['x-request-id'])
  expect(answer.status).toBe(FAILURES[code].status)
  expect(answer.text).not.toMatch(/node_modules|\.ts:|\bat .+:\d+|select |insert |zod|hono|postgres/i)
  return problem
}

describe('a path', () => {
  test.each(['/api/nothing', '/api/tickets/x/y/z', '/nothing', '/../../etc/passwd', '/%2e%2e/server/config.ts', '//x'])(
    '%s that nobody knows is not found',
    async (path) => {
      expectProblem(await asMira(path), 'not_found')
    },
  )

  test.each([
    ['DELETE', '/api/tickets', 'GET, POST'],
    ['PUT', '/api/tickets', 'GET, POST'],
    ['POST', '/api/me', 'GET'],
    ['GET', '/api/visitors/current', 'DELETE'],
    ['PATCH', '/api/tickets/1/status', 'PUT'],
    ['POST', '/healthz', 'GET'],
    ['DELETE', '/', 'GET'],
  ])('does not take %s %s, and says what it takes', async (method, path, allowed) => {
    const answer = await asMira(path, { method })
    expect(expectProblem(answer, 'method_not_allowed').detail).toContain(method)
    expect(answer.headers.allow).toBe(allowed)
  })

  test('is the same for HEAD as for GET, without a body', async () => {
    const answer = await asMira('/api/tickets', { method: 'HEAD' })
    expect(answer).toMatchObject({ status: 200, text: '' })
  })

  test('is not reached by a method that a header names', async () => {
    const headers = { ...JSON_TYPE, 'X-HTTP-Method-Override': 'DELETE', 'X-HTTP-Method': 'DELETE' }
    expect((await asMira('/api/tickets?_method=PATCH', { method: 'POST', headers, body: ticket })).status).toBe(201)
  })
})

describe('a body', () => {
  const send = (body: RawRequest['body'], headers: RawRequest['headers'] = JSON_TYPE) =>
    asMira('/api/tickets', { method: 'POST', headers: { ...headers }, ...(body !== undefined && { body }) })

  test.each(['{', '', 'null}', "{'subject': 1}", '{"subject": undefined}', '\u0000', '[[[['])(
    '%j that is no JSON is malformed',
    async (body) => {
      expectProblem(await send(body), 'malformed')
    },
  )

  test.each(['null', '[]', '"text"', '7', 'true'])('%s that is no object is not valid', async (body) => {
    expectProblem(await send(body), 'invalid')
  })

  test('left out where one is needed is refused', async () => {
    expectProblem(await send(undefined, {}), 'invalid')
    expectProblem(await send(undefined, { 'Content-Length': '0' }), 'invalid')
  })

  test('is not asked of a request that needs none', async () => {
    const tom = await aShopper(house, shop)
    const headers = { Authorization: `Bearer ${tom.token}` }
    expect(await ask(house, '/api/visitors/current', { method: 'DELETE', headers })).toMatchObject({
      status: 204,
      text: '',
    })
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'APPLICATION/X-WWW-FORM-URLENCODED',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json+x',
    'application/json ;charset=utf-8',
    'application/json, text/plain',
    'x',
  ])('of type %s is refused', async (type) => {
    expectProblem(await send(ticket, { 'Content-Type': type }), 'unsupported_type')
  })

  test('without a type is refused', async () => {
    expectProblem(await send(ticket, {}), 'unsupported_type')
    expectProblem(await send([Buffer.from(ticket)], {}), 'unsupported_type')
  })

  test.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset=utf-8'])(
    'of type %s is taken',
    async (type) => expect((await send(ticket, { 'Content-Type': type })).status).toBe(201),
  )

  test.each(['gzip', 'br', 'deflate', 'GZIP, identity'])('packed by %s is refused', async (coding) => {
    expectProblem(await send(ticket, { ...JSON_TYPE, 'Content-Encoding': coding }), 'unsupported_type')
  })

  test('that is too large is refused by its length, before it is read', async () => {
    expectProblem(await send('x'.repeat(64 * 1024 + 1)), 'too_large')
  })

  test('that is too large is refused in chunks too', async () => {
    const chunk = Buffer.alloc(16 * 1024, 'x')
    expectProblem(await send(Array.from({ length: 64 }, () => chunk)), 'too_large')
  })

  test('in chunks is taken like any other', async () => {
    expect((await send([Buffer.from(ticket.slice(0, 9)), Buffer.from(ticket.slice(9))])).status).toBe(201)
  })

  test('nested ten thousand times is refused, and nobody notices', async () => {
    expectProblem(await send(`{"subject":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 'invalid')
  })

  test('whose length lies leaves the server standing', async () => {
    const head = `POST /api/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mira.token}\r\nContent-Type: application/json\r\n`
    expect(await sendBytes(house, `${head}Content-Length: 5\r\n\r\n${ticket}`)).toMatch(/^HTTP\/1\.1 400 /)
    await sendBytes(house, `${head}Content-Length: 5000\r\n\r\n${ticket}`, { first: true })
    const both = `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
    expect(await sendBytes(house, both)).toMatch(/^HTTP\/1\.1 400 /)
    expect((await ask(house, '/healthz')).status).toBe(200)
  })

  test.each([
    ['a lone byte', Buffer.from([0xff]), '0xff at 13'],
    ['half of a character', Buffer.from([0xc3]), '0xc3 at 13'],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), '0xed at 13'],
    ['an overlong slash', Buffer.from([0xc0, 0xaf]), '0xc0 at 13'],
  ])('with %s that is no UTF-8 is refused, not repaired', async (_, bytes, where) => {
    const body = Buffer.concat([Buffer.from('{"subject": "'), bytes, Buffer.from('", "description": "It leaks."}')])
    for (const sent of [body, [body.subarray(0, 5), body.subarray(5)]])
      expect(expectProblem(await send(sent), 'malformed').detail).toBe(
        `Expected a body in UTF-8, got the byte ${where}.`,
      )
  })

  test('with a replacement character that its writer has typed is taken', async () => {
    const answer = await send(JSON.stringify({ subject: 'What is \ufffd?', description: '😀' }))
    expect(JSON.parse(answer.text)).toMatchObject({ subject: 'What is \ufffd?', description: '😀' })
  })

  test('of a form whose fields are no UTF-8 is refused', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const path = `/contact?shop=${shop.publicKey}`
    const answer = await ask(house, path, { method: 'POST', headers, body: 'name=%FF&subject=x' })
    expectProblem(answer, 'malformed')
  })

  test('with a field that is far too long is refused by its field', async () => {
    expectProblem(await send(JSON.stringify({ subject: 'x'.repeat(60_000), description: 'It leaks.' })), 'invalid')
  })
})

describe('a request by hand', () => {
  const by = async (head: string) => {
    const answer = await sendBytes(house, `${head}\r\nConnection: close\r\n\r\n`)
    return { status: Number(answer.slice(9, 12)), text: answer }
  }

  test('may name no host where a balancer asks by HTTP/1.0', async () => {
    expect(await sendBytes(house, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 [^]*\{"ok":true\}$/)
  })

  test.each(['a b<>"', 'x:99999', 'x/../y?z#q', 'a@b', 'ex ample', '[::1'])(
    'to the host %j is malformed',
    async (host) => {
      const { status, text } = await by(`GET /healthz HTTP/1.1\r\nHost: ${host}`)
      expect(status).toBe(400)
      expect(text).toContain('"code":"malformed"')
      expect(text.toLowerCase()).toContain('x-content-type-options: nosniff')
    },
  )

  test.each(['OPTIONS *', 'GET http+unix://x/healthz', 'GET /..\\..\\package.json', 'GET healthz', 'FOO /healthz'])(
    'for %s is refused',
    async (target) => {
      expect([400, 404]).toContain((await by(`${target} HTTP/1.1\r\nHost: x`)).status)
    },
  )

  test('is not read as another by a slash or a code more', async () => {
    for (const path of [
      '//evil.example/healthz',
      '/API/me',
      '/healthz/',
      '/healthz/.',
      '/console/..%2f..%2fpackage.json',
      '/.git/config',
      '/.env',
    ])
      expect((await by(`GET ${path} HTTP/1.1\r\nHost: x`)).status, path).toBe(404)
  })

  test('with two credentials is refused, whichever is good', async () => {
    const head = `GET /api/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mira.token}`
    expect((await by(head)).status).toBe(200)
    expect((await by(`${head}\r\nAuthorization: Bearer ${mira.token}`)).status).toBe(401)
    expect((await by(`${head}\r\nAuthorization: Bearer x`)).status).toBe(401)
  })

  test('with headers without end is refused', async () => {
    expect((await by(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(70_000)}`)).status).toBe(431)
    expect((await by(`GET /api/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(10_000)}`)).status).toBe(
      401,
    )
  })
})

describe('a request id', () => {
  test('is made for each request', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await ask(house, '/healthz')).headers['x-request-id']))
    expect(new Set(ids).size).toBe(3)
  })

  test.each(['abcd1234', 'trace_0123456789-ABCDEF'])('%s of the caller’s own is kept', async (id) => {
    const answer = await asMira('/api/nothing', { headers: { 'X-Request-Id': id } })
    expect(problemOf(answer).requestId).toBe(id)
  })

  test.each(['short', 'x'.repeat(65), '{"level":"info"}', 'a b c d e f g h', 'ééééééééé'])(
    '%s of another form is replaced',
    async (id) => {
      const answer = await asMira('/api/nothing', { headers: { 'X-Request-Id': id } })
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    },
  )
})

describe('every kind of answer', () => {
  test.each<[string, string, RawRequest]>([
    ['a page', '/demo', {}],
    ['a path that nobody knows', '/nothing', {}],
    ['a word for balancers', '/healthz', {}],
    ['the description of the interface', '/api/openapi.json', {}],
    ['a ticket list', '/api/tickets', { headers: { Authorization: 'mira' } }],
    ['a refusal without a credential', '/api/tickets', {}],
    ['a refusal of the method', '/healthz', { method: 'PUT' }],
    ['a refusal of the type', '/api/tickets', { method: 'POST', body: 'x' }],
    ['a refused sign-in', '/api/auth/sign-in/email', { method: 'POST', headers: JSON_TYPE, body: '{}' }],
    ['a preflight', '/api/tickets', { method: 'OPTIONS', headers: { Origin: 'https://maison-perle.example' } }],
    ['a refused preflight', '/api/tickets', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } }],
    ['a polling socket', '/socket.io/?EIO=4&transport=polling', {}],
    ['a refused polling socket', '/socket.io/?EIO=4&transport=polling&sid=x', {}],
  ])('carries the headers that keep browsers careful: %s', async (_, path, asked) => {
    const signed = asked.headers && 'Authorization' in asked.headers
    const { headers } = await (signed ? asMira(path) : ask(house, path, asked))
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['x-frame-options']).toBe('DENY')
    const policy = String(headers['content-security-policy'])
    for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(rule)
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
    if (/^\/(api|socket\.io)/.test(path)) expect(headers['cache-control']).toBe('no-store')
  })
})

test('an error that nobody expected is answered without a word of its inside', async () => {
  // A database as nobody expects it: the table is gone for a moment.
  await house.database.query('ALTER TABLE mails RENAME TO mails_elsewhere')
  const answer = await ask(house, '/api/mail-log', { headers: { Authorization: `Bearer ${dora.token}` } })
  await house.database.query('ALTER TABLE mails_elsewhere RENAME TO mails')
  expect(expectProblem(answer, 'internal').detail).toBe(FAILURES.internal.title)
})

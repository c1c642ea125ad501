import type { Me, Page, Problem, TicketRow } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAgent } from '../commands.ts'
import { anAgent, aShop, openTestHouse, PASSWORD, type TestHouse, type TestShop } from '../testing/house.ts'
import { anAddress, aShopper, Caller, signIn } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let nobody: Caller
/** Dora’s, for tests that leave her signed in. */
let cookie: string
const DORA = 'dora@maison-perle.example'

beforeAll(async () => {
  // One proxy in front: so each test can come from an address of its own.
  house = await openTestHouse({ config: { trustedProxies: 1 } })
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  nobody = new Caller(house, '')
  cookie = await signIn(house, DORA)
})
afterAll(() => house.close())

const tryToSignIn = (email: unknown, password: unknown, headers: Record<string, string> = {}) =>
  nobody.post<Problem>(
    '/api/auth/sign-in/email',
    { email, password },
    { Origin: house.url, ...anAddress(), ...headers },
  )

const byCookie = (path: string, cookie: string, more: Record<string, string> = {}, method = 'GET', body?: unknown) =>
  nobody.call<Problem & Me>(method, path, body, { Cookie: cookie, ...more })

describe('an agent signs in', () => {
  test('with e-mail and password, in any case of the letters, and is known by the cookie', async () => {
    const cookie = await signIn(house, 'Dora@Maison-Perle.example')
    expect(await byCookie('/api/me', cookie)).toMatchObject({
      status: 200,
      body: { agent: { name: 'Dora', email: DORA, role: 'admin' }, role: 'admin', shop: { id: pearl.shopId } },
    })
  })

  test('by a cookie that scripts cannot read and other sites do not send', async () => {
    const { headers } = await tryToSignIn(DORA, PASSWORD)
    for (const cookie of headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/i)
  })

  test.each<[string, unknown, unknown]>([
    ['a wrong password', DORA, 'wrong horse battery'],
    ['no password', DORA, ''],
    ['the password of another case', DORA, PASSWORD.toUpperCase()],
    ['the password with a space behind it', DORA, `${PASSWORD} `],
    ['an address of nobody', 'eve@maison-perle.example', PASSWORD],
    ['a list of passwords', DORA, [PASSWORD]],
    ['an operator for a password', DORA, { $ne: null }],
    ['true for a password', DORA, true],
    ['a SQL address', `' OR 1=1 --`, PASSWORD],
    ['a list of addresses', [DORA], PASSWORD],
  ])('but not with %s', async (_, email, password) => {
    const answer = await tryToSignIn(email, password)
    expect([401, 422], JSON.stringify(answer.body)).toContain(answer.status)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  })

  test('and who guesses learns not even whether the address is somebody’s', async () => {
    const [wrong, unknown] = await Promise.all([
      tryToSignIn(DORA, 'wrong horse battery'),
      tryToSignIn('eve@maison-perle.example', 'wrong horse battery'),
    ])
    const without = ({ requestId, ...rest }: Problem) => rest
    expect(wrong.status).toBe(401)
    expect([unknown.status, without(unknown.body)]).toEqual([wrong.status, without(wrong.body)])
  })

  test('at most ten times a minute from one address, whatever address the client claims', async () => {
    const address = anAddress()
    const claims = ['X-Real-IP', 'X-Comptoir-Client', 'Forwarded', 'CF-Connecting-IP', 'True-Client-IP']
    const statuses: number[] = []
    for (let index = 0; index < 15; index++) {
      const claimed = Object.fromEntries(claims.map((name) => [name, `198.51.100.${index}`]))
      const hops = { 'X-Forwarded-For': `198.51.100.${index}, ${address['X-Forwarded-For']}` }
      const answer = await tryToSignIn(DORA, 'wrong horse battery', { ...claimed, ...hops })
      statuses.push(answer.status)
      if (answer.status === 429) expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)])
    expect((await tryToSignIn(DORA, PASSWORD)).status).toBe(200)
  })

  test('and out again', async () => {
    const cookie = await signIn(house, DORA)
    expect((await byCookie('/api/auth/sign-out', cookie, { Origin: house.url }, 'POST', {})).status).toBe(200)
    expect((await byCookie('/api/me', cookie)).status).toBe(401)
  })

  test('and nobody signs up', async () => {
    const eve = { email: 'eve@maison-perle.example', password: PASSWORD, name: 'Eve' }
    expect((await nobody.post('/api/auth/sign-up/email', eve, { Origin: house.url })).status).toBe(401)
    expect((await tryToSignIn(eve.email, PASSWORD)).status).toBe(401)
  })
})

describe('the cookie', () => {
  const change = (cookie: string, headers: Record<string, string>, body: unknown = { name: 'Stolen' }) =>
    byCookie('/api/shop', cookie, headers, 'PATCH', body)
  const shopName = async () => (await new Caller(house, pearl.adminToken).get<Me>('/api/me')).body.shop.name

  test('counts for changes on the console’s own pages', async () => {
    expect((await change(cookie, { Origin: house.url }, { name: 'Maison Perle' })).status).toBe(200)
    expect((await change(cookie, { 'Sec-Fetch-Site': 'same-origin' }, { name: 'Maison Perle' })).status).toBe(200)
  })

  test.each<[string, Record<string, string>]>([
    ['another site', { Origin: 'https://evil.example' }],
    ['a page that hides its site', { Origin: 'null' }],
    ['a page that says nothing of its site', {}],
    ['a page of the shop itself', { Origin: 'https://maison-perle.example' }],
    ['another site that claims to be ours', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' }],
    ['another site with our host', { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' }],
  ])('counts for no change from %s', async (_, headers) => {
    expect(await change(cookie, headers)).toMatchObject({ status: 403, body: { code: 'origin_refused' } })
    expect(await shopName()).toBe('Maison Perle')
  })

  test.each(['https://evil.example', 'null', 'https://maison-perle.example'])(
    'lets no page of %s read',
    async (Origin) => {
      expect(await byCookie('/api/tickets', cookie, { Origin })).toMatchObject({ status: 403 })
    },
  )

  test.each(['https://evil.example', 'null', ''])('opens no socket for a page of %j', async (Origin) => {
    for (const transports of [['websocket'], ['polling']]) {
      const extraHeaders = { Cookie: cookie, ...(Origin && { Origin }) }
      const socket = new PlainSocket(house, {}, { transports, extraHeaders })
      await expect(socket.refused()).resolves.toMatchObject({
        code: expect.stringMatching(/^(origin_refused|unauthorized)$/),
      })
    }
  })

  test('opens a socket for the console’s own page', async () => {
    const socket = await new PlainSocket(house, {}, { extraHeaders: { Cookie: cookie, Origin: house.url } }).connected()
    socket.close()
  })

  test('answers for nobody but the agent whom the page expects', async () => {
    const { body } = await byCookie('/api/me', cookie)
    const ada = body.agent?.id ?? ''
    const Origin = house.url
    expect((await byCookie('/api/me', cookie, { 'X-Agent-Id': ada })).status).toBe(200)
    const other = '01a20000-0000-7000-8000-000000000001'
    expect(await byCookie('/api/me', cookie, { 'X-Agent-Id': other })).toMatchObject({ status: 401 })
    const options = { extraHeaders: { Cookie: cookie, Origin } }
    const socket = await new PlainSocket(house, { agentId: ada }, options).connected()
    socket.close()
    await expect(new PlainSocket(house, { agentId: other }, options).refused()).resolves.toMatchObject({
      code: 'unauthorized',
      detail: expect.stringContaining('another one is signed in'),
    })
  })

  test('or a token is what a socket must bring', async () => {
    await expect(new PlainSocket(house, {}).refused()).resolves.toMatchObject({
      code: 'unauthorized',
      detail: expect.stringContaining('auth.token'),
    })
  })

  test('forged, cut or of somebody’s own making is nobody’s', async () => {
    const [name = '', value = ''] = cookie.split('=')
    for (const forged of [
      `${name}=`,
      `${name}=x`,
      `${name}=${value.split('.')[0]}`,
      `${name}=${value.slice(0, -3)}AAA`,
    ])
      expect((await byCookie('/api/me', forged)).status, forged).toBe(401)
  })

  test('does not sign in a page that planted it', async () => {
    const { headers } = await tryToSignIn(DORA, PASSWORD, { Cookie: cookie })
    expect(headers.getSetCookie().join()).not.toContain(cookie.split('=')[1] ?? '')
  })
})

describe('what was taken back', () => {
  test('a key opens nothing, and its open sockets are closed', async () => {
    const { agentId, token } = await anAgent(house, pearl, 'Ben')
    const socket = await new PlainSocket(house, { token }).connected()
    const ended = socket.ended()
    await house.database.query('UPDATE keys SET revoked_at = now() WHERE agent_id = $1', [agentId])
    expect(await new Caller(house, token).get('/api/me')).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
    await expect(new PlainSocket(house, { token }).refused()).resolves.toMatchObject({ code: 'unauthorized' })
    await ended
    expect(socket.heard('session_ended')).toMatchObject([{ code: 'unauthorized' }])
  })

  test('a membership opens nothing, neither by key nor by cookie, and its open sockets are closed', async () => {
    const { agentId, token } = await anAgent(house, pearl, 'Eve')
    const cookie = await signIn(house, `eve.${pearl.shopId}@agents.example`)
    const extraHeaders = { Cookie: cookie, Origin: house.url }
    const [byKey, byPage] = await Promise.all([
      new PlainSocket(house, { token }).connected(),
      new PlainSocket(house, {}, { extraHeaders }).connected(),
    ])
    const ended = Promise.all([byKey.ended(), byPage.ended()])
    await house.database.query('DELETE FROM auth.member WHERE user_id = $1', [agentId])
    expect((await new Caller(house, token).get('/api/me')).status).toBe(401)
    expect((await byCookie('/api/me', cookie)).status).toBe(401)
    await ended
  })

  test('a sign-in closes its open sockets, and leaves the others', async () => {
    const cookie = await signIn(house, DORA)
    const page = await new PlainSocket(house, {}, { extraHeaders: { Cookie: cookie, Origin: house.url } }).connected()
    const program = await new PlainSocket(house, { token: pearl.adminToken }).connected()
    const ended = page.ended()
    await byCookie('/api/auth/sign-out', cookie, { Origin: house.url }, 'POST', {})
    await ended
    expect(program.socket.connected).toBe(true)
    program.close()
  })

  test('a role is gone at the next request', async () => {
    const admin = await createAgent(house.context, {
      ...{ shop: pearl.shopId, email: 'once@maison-perle.example', name: 'Once' },
      ...{ role: 'admin', password: PASSWORD },
    })
    const once = new Caller(house, admin.token)
    expect((await once.get('/api/mail-log')).status).toBe(200)
    await house.database.query(`UPDATE auth.member SET role = 'support_agent' WHERE user_id = $1`, [admin.agentId])
    expect((await once.get('/api/mail-log')).status).toBe(403)
  })
})

describe('an agent of two shops', () => {
  test('has one password, a key for each, and sees by each key one shop alone', async () => {
    const mira = await aShopper(house, nord)
    await mira.openTicket()
    const here = await anAgent(house, pearl, 'Both')
    const there = await createAgent(house.context, {
      ...{ shop: nord.shopId, email: `both.${pearl.shopId}@agents.example`, name: 'Both' },
      ...{ role: 'support_agent', password: 'another password' },
    })
    expect(there.agentId).toBe(here.agentId)
    const seen = await Promise.all(
      [here, there].map(({ token }) => new Caller(house, token).get<Page<TicketRow>>('/api/tickets')),
    )
    expect(seen.map(({ body }) => body.items.length)).toEqual([0, 1])
    expect((await tryToSignIn(`both.${pearl.shopId}@agents.example`, 'another password')).status).toBe(401)
  })
})

describe('of the accounts’ own interface', () => {
  test.each([
    ['POST', '/organization/create'],
    ['POST', '/organization/invite-member'],
    ['POST', '/organization/update-member-role'],
    ['POST', '/organization/remove-member'],
    ['POST', '/organization/delete'],
    ['POST', '/organization/leave'],
    ['GET', '/organization/get-full-organization'],
    ['GET', '/list-sessions'],
    ['GET', '/get-session'],
    ['POST', '/update-user'],
    ['POST', '/delete-user'],
    ['POST', '/change-email'],
    ['GET', '/error'],
  ])('%s %s is not open, not even to an admin', async (method, path) => {
    const answer = await byCookie(
      `/api/auth${path}`,
      cookie,
      { Origin: house.url },
      method,
      method === 'POST' ? {} : undefined,
    )
    expect(answer.status).toBe(404)
  })

  test('a password is changed by who knows the old one, and by nobody else', async () => {
    const { agentId } = await anAgent(house, pearl, 'Zoe')
    const email = `zoe.${pearl.shopId}@agents.example`
    const cookie = await signIn(house, email)
    const put = (currentPassword: string, headers = { Origin: house.url }) =>
      byCookie('/api/auth/change-password', cookie, headers, 'POST', {
        currentPassword,
        newPassword: 'a new long password',
      })
    expect((await put('wrong horse battery')).status).toBe(422)
    expect((await put(PASSWORD, { Origin: 'https://evil.example' })).status).toBe(403)
    expect((await put(PASSWORD)).status).toBe(200)
    expect((await tryToSignIn(email, PASSWORD)).status).toBe(401)
    expect((await tryToSignIn(email, 'a new long password')).status).toBe(200)
    expect(agentId).toBeTruthy()
  })
})

import type { Problem, VisitorSession } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { ask } from '../testing/raw.ts'
import { PlainSocket } from '../testing/sockets.ts'

const PEARL = 'https://maison-perle.example'
const NORD = 'https://atelier-nord.example'
/** Origins that look like the shop's and are another's. */
const FOREIGN = [
  'https://evil.example',
  'null',
  'https://maison-perle.example.evil.example',
  'https://evilmaison-perle.example',
  'http://maison-perle.example',
  'https://maison-perle.example:8443',
  'https://Maison-Perle.example',
  'https://user@maison-perle.example',
  `${PEARL}/`,
  `${PEARL}, https://evil.example`,
]

let house: TestHouse
let pearl: TestShop
let nobody: Caller
let mira: Shopper

beforeAll(async () => {
  house = await openTestHouse()
  ;[pearl] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  nobody = new Caller(house, '')
  mira = await aShopper(house, pearl)
})
afterAll(() => house.close())

const openFrom = (Origin: string) =>
  nobody.post<VisitorSession & Problem>('/api/visitors', {}, { Origin, 'X-Shop-Key': pearl.publicKey })
const allowed = (headers: Headers) => headers.get('access-control-allow-origin')

describe('a page of the shop', () => {
  test('may open a session, ask with it, and read the answers', async () => {
    const opened = await openFrom(PEARL)
    expect([opened.status, allowed(opened.headers)]).toEqual([201, PEARL])
    const listed = await new Caller(house, opened.body.token).get('/api/tickets', { Origin: PEARL })
    expect([listed.status, allowed(listed.headers)]).toEqual([200, PEARL])
  })

  test('may read what is refused, and when to try again', async () => {
    const refused = await mira.get<Problem>('/api/tickets/999999', { Origin: PEARL })
    expect([refused.status, allowed(refused.headers)]).toEqual([404, PEARL])
    const nothing = await nobody.get<Problem>('/api/tickets', { Origin: PEARL })
    expect([nothing.status, allowed(nothing.headers)]).toEqual([401, PEARL])
    expect(nothing.headers.get('access-control-expose-headers')).toContain('Retry-After')
  })

  test('may open a socket with its session', async () => {
    const socket = await new PlainSocket(house, { token: mira.token }, { extraHeaders: { Origin: PEARL } }).connected()
    socket.close()
  })

  test('is told beforehand what it may send', async () => {
    const headers = {
      ...{ Origin: PEARL, 'Access-Control-Request-Method': 'POST' },
      'Access-Control-Request-Headers': 'authorization,content-type,x-evil',
    }
    const answer = await ask(house, '/api/tickets', { method: 'OPTIONS', headers })
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': PEARL,
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, X-Shop-Key',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    })
  })
})

describe('a page of nobody’s', () => {
  test.each(FOREIGN)('%s opens no session and reads nothing', async (origin) => {
    const opened = await openFrom(origin)
    expect(opened).toMatchObject({ status: 403, body: { code: 'origin_refused' } })
    expect(allowed(opened.headers)).toBeNull()
    const listed = await mira.get<Problem>('/api/tickets', { Origin: origin })
    expect(listed).toMatchObject({ status: 403, body: { code: 'origin_refused' } })
    expect(allowed(listed.headers)).toBeNull()
  })

  test.each(FOREIGN)('%s is told beforehand that it may not', async (Origin) => {
    const headers = { Origin, 'Access-Control-Request-Method': 'POST' }
    const answer = await ask(house, '/api/tickets', { method: 'OPTIONS', headers })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test.each(FOREIGN.slice(0, 6))('%s opens no socket, whatever the transport', async (Origin) => {
    for (const transports of [['websocket'], ['polling']]) {
      const socket = new PlainSocket(house, { token: mira.token }, { transports, extraHeaders: { Origin } })
      await expect(socket.refused()).resolves.toMatchObject({ code: 'origin_refused' })
    }
  })

  test.each(FOREIGN.slice(0, 6))('%s may not read what a polling socket is answered', async (Origin) => {
    const { headers } = await ask(house, '/socket.io/?EIO=4&transport=polling', { headers: { Origin } })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('takes nothing that was asked for: a refused ticket is not stored', async () => {
    const draft = { subject: 'From elsewhere', description: 'x' }
    expect((await mira.post('/api/tickets', draft, { Origin: 'https://evil.example' })).status).toBe(403)
    expect(await house.database.query('SELECT 1 FROM tickets')).toEqual([])
  })
})

describe('a page of another shop', () => {
  test('is refused by this one, and may not read why', async () => {
    const opened = await openFrom(NORD)
    expect(opened).toMatchObject({ status: 403, body: { code: 'origin_refused' } })
    expect(allowed(opened.headers)).toBeNull()
    const listed = await mira.get('/api/tickets', { Origin: NORD })
    expect([listed.status, allowed(listed.headers)]).toEqual([403, null])
    const socket = new PlainSocket(house, { token: mira.token }, { extraHeaders: { Origin: NORD } })
    await expect(socket.refused()).resolves.toMatchObject({ code: 'origin_refused' })
  })
})

describe('a secret key', () => {
  test.each([PEARL, NORD, 'https://evil.example', 'null'])('sent by a page of %s is refused', async (Origin) => {
    const answer = await new Caller(house, pearl.secretKey).get<Problem>('/api/tickets', { Origin })
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin_refused' } })
    const socket = new PlainSocket(house, { token: pearl.secretKey }, { extraHeaders: { Origin } })
    await expect(socket.refused()).resolves.toMatchObject({ code: 'origin_refused' })
  })

  test.each(['token', 'key', 'access_token', 'shop', 'tenant'])(
    'in the address as %s is refused and not repeated',
    async (name) => {
      for (const caller of [nobody, mira, new Caller(house, pearl.adminToken)]) {
        const answer = await caller.get<Problem>(`/api/tickets?${name}=${pearl.secretKey}`)
        expect([401, 422]).toContain(answer.status)
        expect(JSON.stringify(answer.body)).not.toContain(pearl.secretKey)
      }
    },
  )
})

describe('every answer', () => {
  test('says that it depends on the origin, and on nothing that the asker names', async () => {
    for (const Origin of [PEARL, 'https://evil.example', undefined]) {
      const headers = { Vary: 'X-Evil', 'X-Shop-Key': pearl.publicKey, ...(Origin && { Origin }) }
      const answer = await nobody.get('/api/widget', headers)
      expect(answer.headers.get('vary')).toContain('Origin')
      expect(answer.headers.get('vary')).not.toContain('X-Evil')
    }
  })

  test('is for no page with the sign-in of an agent', async () => {
    for (const Origin of [PEARL, ...FOREIGN.slice(0, 6)]) {
      const answers = await Promise.all([
        nobody.get('/api/widget', { Origin, 'X-Shop-Key': pearl.publicKey }),
        nobody.get('/api/tickets', { Origin, Cookie: 'comptoir.session_token=x' }),
      ])
      for (const { headers } of answers) {
        expect(headers.get('access-control-allow-credentials')).toBeNull()
        expect(allowed(headers)).not.toBe('*')
      }
    }
  })
})

test('the tenant comes from the credential, whatever else is said', async () => {
  const headers = { 'X-Tenant-Id': 'atelier-nord', 'X-Account': 'atelier-nord', Cookie: 'tenant=atelier-nord' }
  const answer = await new Caller(house, pearl.adminToken).get<{ shop: { id: string } }>('/api/me', headers)
  expect(answer.body.shop.id).toBe(pearl.shopId)
})

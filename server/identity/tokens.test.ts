import { createHmac, generateKeyPairSync } from 'node:crypto'
import type { Problem, VisitorSession } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { exportSPKI, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

const NOW = Math.floor(Date.now() / 1000)
const HOUR = 3600

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let nobody: Caller
/** Whose identity the forgers are after, and what they would find. */
let mira: Shopper

beforeAll(async () => {
  house = await openTestHouse()
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  nobody = new Caller(house, '')
  mira = await aShopper(house, pearl, { identityToken: signIdentity({ secret: pearl.identitySecret, sub: 'mira' }) })
  await mira.openTicket()
})
afterAll(() => house.close())

const open = (body: object) =>
  nobody.post<VisitorSession & Problem>('/api/visitors', body, { 'X-Shop-Key': pearl.publicKey })

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const hs256 = (unsigned: string, key: string | Buffer): string =>
  createHmac('sha256', key).update(unsigned).digest('base64url')

/** A token as a forger makes it: header and claims as they like, signed with the key they have. */
function forge(
  claims: unknown,
  { header = { alg: 'HS256', typ: 'JWT' }, key = pearl.identitySecret }: { header?: object; key?: string } = {},
) {
  const unsigned = `${part(header)}.${part(claims)}`
  return `${unsigned}.${hs256(unsigned, key)}`
}

const good = { sub: 'mira', exp: NOW + HOUR }
/** As JSON, where a claim can be what JavaScript has no word for. */
const raw = (exp: string) => `{"sub":"mira","exp":${exp}}`

async function expectRefused(identityToken: unknown): Promise<void> {
  const visitor = await aShopper(house, pearl)
  const { status, body } = await open({ identityToken, renewalToken: visitor.session.renewalToken })
  expect([401, 422], JSON.stringify(body)).toContain(status)
  expect(body).not.toHaveProperty('token')
  const stillTheirs = await visitor.get<{ items: unknown[] }>('/api/tickets')
  expect(stillTheirs, 'the visitor stays who they were').toMatchObject({ status: 200, body: { items: [] } })
}

describe('an identity', () => {
  test('signed by the shop’s backend verifies the shopper', async () => {
    const identityToken = signIdentity({
      secret: pearl.identitySecret,
      sub: 'tom',
      name: 'Tom',
      email: 'tom@example.com',
    })
    expect(await open({ identityToken })).toMatchObject({
      status: 201,
      body: { customer: { standing: 'verified', externalId: 'tom', name: 'Tom', email: 'tom@example.com' } },
    })
  })

  test('made by any other JWT library is as good', async () => {
    const identityToken = await new SignJWT({ name: 'Tom' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('tom')
      .setIssuedAt()
      .setExpirationTime('24h')
      .sign(new TextEncoder().encode(pearl.identitySecret))
    expect(await open({ identityToken })).toMatchObject({ status: 201, body: { customer: { externalId: 'tom' } } })
  })

  test('may name this shop as its audience, and carry claims that we do not read', async () => {
    const identityToken = forge({
      ...good,
      sub: 'tom',
      aud: ['somebody', pearl.shopId],
      role: 'admin',
      standing: 'anonymous',
    })
    expect(await open({ identityToken })).toMatchObject({ status: 201, body: { customer: { standing: 'verified' } } })
  })

  test('signed twice with the same name is the same customer', async () => {
    const again = await open({ identityToken: signIdentity({ secret: pearl.identitySecret, sub: 'mira' }) })
    expect(again.body.customerId).toBe(mira.session.customerId)
  })

  test('of the same name in another shop is somebody else', async () => {
    const there = await aShopper(house, nord, {
      identityToken: signIdentity({ secret: nord.identitySecret, sub: 'mira' }),
    })
    expect(there.session.customerId).not.toBe(mira.session.customerId)
    expect((await there.get<{ items: unknown[] }>('/api/tickets')).body.items).toEqual([])
  })

  test('signed for the first time on ten pages at once is one customer', async () => {
    const identityToken = signIdentity({ secret: pearl.identitySecret, sub: 'ten pages' })
    const opened = await Promise.all(Array.from({ length: 10 }, () => open({ identityToken })))
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(opened.map(({ body }) => body.customerId)).size).toBe(1)
  })
})

describe('without a valid proof', () => {
  const token = () => forge(good)

  test.each<[string, () => unknown]>([
    ['nothing', () => ''],
    ['null', () => null],
    ['zero', () => 0],
    ['true', () => true],
    ['an empty list', () => []],
    ['a list with a good one', () => [token()]],
    ['an object', () => ({})],
    ['a good one in upper case', () => token().toUpperCase()],
    [
      'the signature of another name',
      () => [...token().split('.').slice(0, 2), forge({ ...good, sub: 'tom' }).split('.')[2]].join('.'),
    ],
    ['the other shop’s secret', () => forge(good, { key: nord.identitySecret })],
    ['the publishable key for a secret', () => forge(good, { key: pearl.publicKey })],
    ['the secret key for a secret', () => forge(good, { key: pearl.secretKey })],
    ['an empty secret', () => forge(good, { key: '' })],
    ['one character changed', () => token().replace(/.(?=.{20}$)/, (character) => (character === 'A' ? 'B' : 'A'))],
    ['the signature cut off', () => `${token().split('.').slice(0, 2).join('.')}.`],
    ['two parts', () => token().split('.').slice(0, 2).join('.')],
    ['two dots', () => '..'],
    ['five parts', () => `${token()}.${token().split('.').slice(1).join('.')}`],
    ['a space behind it', () => `${token()} `],
    ['a token without end', () => 'x'.repeat(4_001)],
    ['the visitor’s own token', () => mira.token],
    ['an agent’s token', () => pearl.adminToken],
  ])('%s: the visitor stays who they were', async (_, made) => expectRefused(made()))
})

describe('an algorithm of the forger’s choice', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  test.each<[string, object]>([
    ['none', { alg: 'none' }],
    ['None', { alg: 'None' }],
    ['not said', { typ: 'JWT' }],
    ['HS384', { alg: 'HS384' }],
    ['RS256', { alg: 'RS256' }],
    ['a list', { alg: ['HS256'] }],
    ['HS256 with a critical extension', { alg: 'HS256', crit: ['x'], x: 1 }],
  ])('%s is refused, signed or not', async (_, header) => {
    await expectRefused(forge(good, { header }))
    await expectRefused(`${part(header)}.${part(good)}.`)
  })

  test('HS256 with a public key for the secret is refused', async () => {
    await expectRefused(forge(good, { key: await exportSPKI(publicKey) }))
  })

  test('RS256 with a key of the forger’s own is refused', async () => {
    await expectRefused(await new SignJWT(good).setProtectedHeader({ alg: 'RS256' }).sign(privateKey))
  })

  test.each<[string, object]>([
    ['a file', { kid: '../../dev/null' }],
    ['SQL', { kid: "' UNION SELECT 'x" }],
    ['a key that it brings along', { jwk: { kty: 'oct', k: part('mine') } }],
    ['a key to be fetched', { jku: 'http://127.0.0.1:9/keys' }],
    ['a certificate to be fetched', { x5u: 'http://127.0.0.1:9/certificate' }],
  ])('a header that names %s changes nothing', async (_, more) => {
    await expectRefused(forge(good, { header: { alg: 'HS256', ...more }, key: 'mine' }))
  })
})

describe('claims', () => {
  test.each<[string, unknown]>([
    ['an end in the past', { ...good, exp: NOW - HOUR }],
    ['an end at zero', { ...good, exp: 0 }],
    ['no end', { sub: 'mira' }],
    ['an end that is a text', { ...good, exp: String(NOW + HOUR) }],
    ['an end below zero', { ...good, exp: -1 }],
    ['an end that is no number', raw('"NaN"')],
    ['an end that is null', raw('null')],
    ['an end beyond all numbers', raw('1e308')],
    ['an end that is infinite', raw('1e400')],
    ['an end that is a list', { ...good, exp: [NOW + HOUR] }],
    ['an end in ten years', { ...good, exp: NOW + 10 * 365 * 24 * HOUR }],
    ['an end after a day and two minutes', { ...good, exp: NOW + 24 * HOUR + 120 }],
    ['a beginning to come', { ...good, nbf: NOW + HOUR }],
    ['a beginning that is a text', { ...good, nbf: 'now' }],
    ['a birth to come', { ...good, iat: NOW + HOUR }],
    ['a birth that is a text', { ...good, iat: 'now' }],
    ['the other shop for an audience', { ...good, aud: 'atelier-nord' }],
    ['an empty audience', { ...good, aud: [] }],
    ['an audience that is an object', { ...good, aud: { shop: 1 } }],
    ['no name', { exp: good.exp }],
    ['an empty name', { ...good, sub: '' }],
    ['a number for a name', { ...good, sub: 7 }],
    ['an object for a name', { ...good, sub: { $ne: null } }],
    ['a name with a NUL', { ...good, sub: 'mi\0ra' }],
    [
      'a name that is broken',
      raw('0')
        .replace('"mira"', '"\\ud800"')
        .replace('0}', `${NOW + HOUR}}`),
    ],
    ['a name without end', { ...good, sub: 'x'.repeat(201) }],
    ['an address that is none', { ...good, email: 'mira' }],
    ['two addresses', { ...good, email: 'mira@example.com, evil@example.com' }],
    ['a shown name of two lines', { ...good, name: 'Mira\r\nBcc: evil@example.com' }],
    ['a list', [good]],
    ['a text', '"mira"'],
    ['no JSON', '{'],
  ])('%s: refused', async (_, claims) => expectRefused(forge(claims)))

  test('a clock that is half a minute wrong is forgiven', async () => {
    const claims: JWTPayload = { sub: 'tom', exp: NOW - 30, iat: NOW + 30, nbf: NOW + 30 }
    expect((await open({ identityToken: forge(claims) })).status).toBe(201)
  })
})

describe('a token is good for one purpose', () => {
  test('an identity opens no routes and no sockets', async () => {
    const token = signIdentity({ secret: pearl.identitySecret, sub: 'mira' })
    expect((await new Caller(house, token).get('/api/tickets')).status).toBe(401)
    await expect(new PlainSocket(house, { token }).refused()).resolves.toMatchObject({ code: 'unauthorized' })
  })

  test('a visitor’s token with another shop or shopper written into it opens nothing', async () => {
    const [header = '', claims = '', signature] = mira.token.split('.')
    const content = JSON.parse(Buffer.from(claims, 'base64url').toString())
    for (const change of [{ shop: nord.shopId }, { sub: crypto.randomUUID() }, { exp: NOW + 1e6 }, { aud: 'x' }]) {
      const token = `${header}.${part({ ...content, ...change })}.${signature}`
      expect((await new Caller(house, token).get('/api/tickets')).status).toBe(401)
    }
  })
})

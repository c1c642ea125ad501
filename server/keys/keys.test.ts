import type { IdentitySecretShown, Key, KeyWithSecret, Page, Problem, VisitorSession } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OPERATIONS } from '../docs/operations.ts'
import { SCOPE_OF } from '../identity/roles.ts'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

const HOUR = 3_600_000

let house: TestHouse
let shop: TestShop
let dora: Caller
let now = new Date()

beforeAll(async () => {
  house = await openTestHouse({ clock: () => now })
})
afterAll(() => house.close())
let shops = 0
beforeEach(async () => {
  now = new Date()
  shops += 1
  shop = await aShop(house, `Maison Perle ${shops}`)
  dora = new Caller(house, shop.adminToken)
})

const make = async (key: object): Promise<KeyWithSecret> => (await dora.post<KeyWithSecret>('/api/keys', key)).body
const list = async (): Promise<Key[]> => (await dora.get<Page<Key>>('/api/keys')).body.items
const byName = async (name: string): Promise<Key[]> => (await list()).filter((key) => key.name === name)
const asks = (key: string, path = '/api/shop') => new Caller(house, key).get<Problem>(path)

describe('a key', () => {
  test('that a shop had before may everything', async () => {
    expect(await byName('Backend')).toMatchObject([{ kind: 'secret', scopes: null, key: null, expiresAt: null }])
    expect((await asks(shop.secretKey, '/api/webhooks')).status).toBe(200)
  })

  test('is shown once, and kept as a hash', async () => {
    const made = await make({ kind: 'secret', name: 'ERP' })
    expect(made.key).toMatch(/^sk_[\w-]{43}$/)
    expect((await asks(made.key)).status).toBe(200)
    expect(JSON.stringify(await list())).not.toContain(made.key)
    const rows = await house.database.query('SELECT * FROM keys')
    expect(JSON.stringify(rows)).not.toContain(made.key)
  })

  test('without a scope is refused with its name', async () => {
    const { key } = await make({ kind: 'secret', name: 'Warehouse', scopes: ['tickets:read'] })
    expect((await asks(key, '/api/tickets')).status).toBe(200)
    expect(await asks(key)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect((await asks(key)).body.detail).toBe('Expected a key with the scope shop:read, got one with tickets:read.')
    const refused = await new Caller(house, key).post<Problem>('/api/tickets', {
      ...{ subject: 's', description: 'd', customerId: shop.shopId },
    })
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('tickets:write') } })
  })

  test('of another scope reads nothing anywhere', async () => {
    const { key } = await make({ kind: 'secret', name: 'Keys alone', scopes: ['keys:read'] })
    const behindScopes = Object.entries(OPERATIONS).filter(
      ([route, { who }]) => route.startsWith('GET') && who !== 'anyone' && !['keys:read', null].includes(SCOPE_OF[who]),
    )
    const letIn: string[] = []
    for (const [route] of behindScopes) {
      const path = route
        .slice(4)
        .replace('stats/{id}', 'stats/open')
        .replace(/\{\w+\}/g, shop.shopId)
      if ((await asks(key, path)).body?.code !== 'forbidden') letIn.push(route)
    }
    expect(behindScopes.length).toBeGreaterThan(20)
    expect(letIn).toEqual([])
  })

  test('of another scope hears nothing either', async () => {
    const { key } = await make({ kind: 'secret', name: 'Hooks', scopes: ['webhooks:read'] })
    await expect(new PlainSocket(house, { token: key }).refused()).resolves.toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('tickets:read'),
    })
  })

  test('gives no scope that it has not itself', async () => {
    const { key } = await make({ kind: 'secret', name: 'Keyring', scopes: ['keys:write', 'shop:read'] })
    const keyring = new Caller(house, key)
    for (const scopes of [undefined, ['shop:write'], ['shop:read', 'tickets:read']]) {
      const body = { kind: 'secret', name: 'Wider', ...(scopes && { scopes }) }
      expect(await keyring.post('/api/keys', body)).toMatchObject({ status: 403 })
    }
    const backend = (await byName('Backend'))[0]?.id
    expect(await keyring.post(`/api/keys/${backend}/rotate`, {})).toMatchObject({ status: 403 })
    expect(await keyring.patch(`/api/keys/${backend}`, { scopes: ['shop:read'] })).toMatchObject({ status: 403 })
    expect(await keyring.post('/api/keys', { kind: 'secret', name: 'Same', scopes: ['shop:read'] })).toMatchObject({
      status: 201,
    })
  })

  test('says when it was last used, to the hour', async () => {
    const made = await make({ kind: 'secret', name: 'ERP' })
    expect(made.lastUsedAt).toBeNull()
    await asks(made.key)
    const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR).toISOString()
    expect(await byName('ERP')).toMatchObject([{ lastUsedAt: hour }])
    now = new Date(now.getTime() + 2 * HOUR)
    await asks(made.key)
    expect(Date.parse((await byName('ERP'))[0]?.lastUsedAt ?? '')).toBe(Date.parse(hour) + 2 * HOUR)
  })

  test('of another shop is not found', async () => {
    const made = await make({ kind: 'secret', name: 'ERP' })
    const nord = new Caller(house, (await aShop(house, `Atelier Nord ${shops}`)).adminToken)
    expect(await nord.delete(`/api/keys/${made.id}`)).toMatchObject({ status: 404 })
    expect((await asks(made.key)).status).toBe(200)
  })
})

describe('rotated', () => {
  test('a secret key counts beside the new one for a day, then no more', async () => {
    const former = await make({ kind: 'secret', name: 'ERP', scopes: ['shop:read'] })
    const { body: fresh } = await dora.post<KeyWithSecret>(`/api/keys/${former.id}/rotate`, {})
    expect(fresh).toMatchObject({ name: 'ERP', scopes: ['shop:read'], expiresAt: null })
    now = new Date(now.getTime() + 23 * HOUR)
    expect((await asks(former.key)).status).toBe(200)
    expect(await byName('ERP')).toHaveLength(2)
    now = new Date(now.getTime() + 2 * HOUR)
    expect(await asks(former.key)).toMatchObject({ status: 401 })
    expect((await asks(fresh.key)).status).toBe(200)
    expect(await byName('ERP')).toHaveLength(1)
  })

  test('a publishable key is the new one in the tag, and the former still opens sessions', async () => {
    const [widget] = await byName('Widget')
    const { body: fresh } = await dora.post<KeyWithSecret>(`/api/keys/${widget?.id}/rotate`, { overlap: 'PT1H' })
    expect((await dora.get<{ publicKey: string }>('/api/shop')).body.publicKey).toBe(fresh.key)
    for (const publicKey of [shop.publicKey, fresh.key]) await aShopper(house, { publicKey })
    now = new Date(now.getTime() + 2 * HOUR)
    const late = await new Caller(house, '').post('/api/visitors', {}, { 'X-Shop-Key': shop.publicKey })
    expect(late.status).toBe(401)
  })

  test('an overlap is a duration of at most 30 days', async () => {
    const { id } = await make({ kind: 'secret', name: 'ERP' })
    expect(await dora.post<Problem>(`/api/keys/${id}/rotate`, { overlap: 'P31D' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'overlap', detail: expect.stringContaining('P30D') }] },
    })
  })

  test('the identity secret verifies by both for a while', async () => {
    const { body: fresh } = await dora.post<IdentitySecretShown>('/api/identity-secret/rotate', { overlap: 'PT2H' })
    const comes = async (secret: string) => {
      const identityToken = signIdentity({ secret, sub: 'customer-7', expiresIn: 6 * 3600 })
      const headers = { 'X-Shop-Key': shop.publicKey }
      return (await new Caller(house, '').post<VisitorSession>('/api/visitors', { identityToken }, headers)).status
    }
    expect([await comes(shop.identitySecret), await comes(fresh.secret), await comes('is_other')]).toEqual([
      201, 201, 401,
    ])
    const known = await dora.get('/api/identity-secret')
    expect(known.body).toEqual({ last4: fresh.secret.slice(-4), formerUntil: fresh.formerUntil })
    now = new Date(now.getTime() + 3 * HOUR)
    expect([await comes(shop.identitySecret), await comes(fresh.secret)]).toEqual([401, 201])
    expect((await dora.get('/api/identity-secret')).body).toMatchObject({ formerUntil: null })
  })
})

describe('revoked', () => {
  test('it opens nothing, and whoever is connected by it is sent away', async () => {
    const made = await make({ kind: 'secret', name: 'Bot' })
    const socket = await new PlainSocket(house, { token: made.key }).connected()
    const ended = socket.hears('session_ended')
    expect((await dora.delete(`/api/keys/${made.id}`)).status).toBe(204)
    await expect(ended).resolves.toMatchObject({ detail: 'The key was revoked.' })
    expect(await asks(made.key)).toMatchObject({ status: 401 })
    await expect(new PlainSocket(house, { token: made.key }).refused()).resolves.toMatchObject({ code: 'unauthorized' })
    expect(await byName('Bot')).toEqual([])
    socket.close()
  })

  test('the last publishable key is kept', async () => {
    const [widget] = await byName('Widget')
    expect(await dora.delete<Problem>(`/api/keys/${widget?.id}`)).toMatchObject({ status: 409 })
    await make({ kind: 'publishable', name: 'Second site' })
    expect((await dora.delete(`/api/keys/${widget?.id}`)).status).toBe(204)
  })
})

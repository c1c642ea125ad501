import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClient } from './create-client.ts'
import { type Peer, startPeer } from './testing/peer.ts'
import { aMap } from './testing/storage.ts'
import type { ClientOptions, ShopperClient } from './types.ts'

let peer: Peer
const clients: ShopperClient[] = []
beforeEach(async () => {
  peer = await startPeer({ sockets: false })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await peer.stop()
})

function aClient(options: Partial<ClientOptions> = {}): ShopperClient {
  const client = createClient({ url: peer.url, shopKey: 'pk_perle', storage: aMap(), ...options })
  clients.push(client)
  return client
}
const opened = () => peer.asked.filter(({ route }) => route === 'POST /api/visitors')

test('nothing is asked or stored before the first call that needs it', async () => {
  const storage = aMap()
  const mira = aClient({ storage })
  expect(mira.hasSession()).toBe(false)
  await mira.widget()
  expect(storage.keys()).toEqual([])
  expect(opened()).toHaveLength(0)

  await mira.session()
  expect(storage.keys()).toEqual([`comptoir:pk_perle@${peer.url}:session`])
  expect(mira.hasSession()).toBe(true)
})

test('callers at the same time share one session', async () => {
  const mira = aClient()
  const sessions = await Promise.all([
    mira.session(),
    mira.session(),
    mira.tickets.create({ subject: 'A', channel: 'chat' }),
  ])
  expect(opened()).toHaveLength(1)
  expect(sessions[0]).toEqual(sessions[1])
})

test('the next page goes on with the same shopper', async () => {
  const storage = aMap()
  const before = await aClient({ storage }).session()
  const after = await aClient({ storage }).session()
  expect(after).toEqual(before)
  expect(opened()).toHaveLength(1)
})

test('a session is renewed a minute before its end, and the shopper stays the same', async () => {
  const storage = aMap()
  const mira = aClient({ storage })
  const session = await mira.session()
  const keep = (left: number) => {
    const kept = { ...session, expiresAt: new Date(Date.now() + left).toISOString() }
    storage.setItem(`comptoir:pk_perle@${peer.url}:session`, JSON.stringify(kept))
  }
  keep(70_000)
  await mira.session()
  expect(opened()).toHaveLength(1)
  keep(50_000)
  const renewed = await mira.session()
  expect(opened()).toHaveLength(2)
  expect(renewed.customerId).toBe(session.customerId)
})

test('a token that the server refuses is renewed, and the shopper stays the same', async () => {
  const mira = aClient()
  const { customerId } = await mira.session()
  peer.visitors.tokens.clear()
  await mira.tickets.create({ subject: 'Parcel', channel: 'chat' })
  expect(opened()).toHaveLength(2)
  expect(await mira.session()).toMatchObject({ customerId })
})

test('a clock that runs ahead of the server does not renew at every call', async () => {
  peer.settings.lifetime = -3_600_000
  const mira = aClient()
  await mira.session()
  await mira.session()
  expect(opened()).toHaveLength(1)
})

test('a session that another tab has renewed is taken over', async () => {
  const storage = aMap()
  const [tab, other] = [aClient({ storage }), aClient({ storage })]
  await Promise.all([tab.session(), other.session()])
  peer.visitors.tokens.clear()
  await tab.tickets.create({ subject: 'Parcel', channel: 'chat' })
  await other.tickets.create({ subject: 'Parcel', channel: 'chat' })
  const renewals = opened().filter(({ body }) => body.renewalToken)
  expect(renewals).toHaveLength(1)
  expect(await other.session()).toEqual(await tab.session())
})

test('a shopper whom the server has forgotten begins anew, once', async () => {
  const mira = aClient()
  await mira.session()
  peer.visitors.tokens.clear()
  peer.visitors.renewals.clear()
  await mira.tickets.create({ subject: 'Parcel', channel: 'chat' })
  expect(opened().map(({ body }) => Boolean(body.renewalToken))).toEqual([false, true, false])
})

test('a key that the server does not know is refused without a loop', async () => {
  const mira = aClient({ shopKey: 'pk_unknown' })
  await expect(mira.tickets.list()).rejects.toMatchObject({ code: 'unauthorized' })
  expect(opened()).toHaveLength(1)
})

test('two shops in one storage never overwrite each other', async () => {
  const storage = aMap()
  await aClient({ storage }).session()
  expect(aClient({ storage, shopKey: 'pk_nord' }).hasSession()).toBe(false)
  expect(aClient({ storage, url: 'http://other.example' }).hasSession()).toBe(false)
  expect(aClient({ storage, url: `${peer.url}/` }).hasSession()).toBe(true)
})

test('garbage in the storage counts as no session', async () => {
  const storage = aMap()
  storage.setItem(`comptoir:pk_perle@${peer.url}:session`, '{"token":5}')
  const mira = aClient({ storage })
  expect(mira.hasSession()).toBe(false)
  await mira.session()
  expect(opened()).toHaveLength(1)
})

test('who the shopper says to be belongs to the same session', async () => {
  const mira = aClient({ locale: 'fr' })
  const { customerId } = await mira.session()
  const customer = await mira.identify({ name: 'Mira' })
  expect(customer).toMatchObject({ id: customerId, name: 'Mira' })
  expect(opened().at(-1)?.body).toMatchObject({ name: 'Mira', locale: 'fr', renewalToken: expect.any(String) })
})

test('logging out leaves nothing, here and there', async () => {
  const storage = aMap()
  const mira = aClient({ storage })
  await mira.session()
  await mira.logout()
  expect(storage.keys()).toEqual([])
  expect(peer.visitors.tokens.size).toBe(0)
  await mira.logout()
  expect(peer.count('DELETE /api/visitors/current')).toBe(1)
})

test('a session that has ended already is no reason to complain', async () => {
  const mira = aClient()
  await mira.session()
  peer.visitors.tokens.clear()
  await expect(mira.logout()).resolves.toBeUndefined()
})

test('logging out forgets the shopper here even when the server will not', async () => {
  const storage = aMap()
  const mira = aClient({ storage })
  await mira.session()
  peer.fail('DELETE /api/visitors/current', 'forbidden')
  await expect(mira.logout()).rejects.toMatchObject({ code: 'forbidden' })
  expect(storage.keys()).toEqual([])
})

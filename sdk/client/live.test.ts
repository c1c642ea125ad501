import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAgentClient } from './create-agent-client.ts'
import { createClient } from './create-client.ts'
import { type Peer, startPeer } from './testing/peer.ts'
import { aMap } from './testing/storage.ts'
import type { AgentClient, ConnectionState, ShopperClient } from './types.ts'

let peer: Peer
const clients: (ShopperClient | AgentClient)[] = []
beforeEach(async () => {
  peer = await startPeer()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await peer.stop()
})

const using = <C extends ShopperClient | AgentClient>(client: C): C => {
  clients.push(client)
  return client
}
const aShopper = (shopKey = 'pk_perle') => using(createClient({ url: peer.url, shopKey, storage: aMap() }))
const anAgent = (token: string) => using(createAgentClient({ url: peer.url, token, storage: aMap() }))
const reaches = (client: { state: ConnectionState }, state: ConnectionState) =>
  vi.waitFor(() => expect(client.state).toBe(state), { timeout: 10_000 })
const handshakes = () => peer.asked.filter(({ route }) => route === 'handshake').map(({ body }) => body.token)

test('a shopper connects with a session that is opened for it', async () => {
  const mira = aShopper()
  const states: ConnectionState[] = []
  mira.on('state', (state) => states.push(state))
  expect(mira.state).toBe('idle')
  mira.connect()
  mira.connect()
  await reaches(mira, 'online')
  expect(states).toEqual(['connecting', 'online'])
  expect(handshakes()).toEqual([(await mira.session()).token])
})

test('a token that the handshake refuses is renewed once', async () => {
  const mira = aShopper()
  const { token } = await mira.session()
  peer.visitors.tokens.clear()
  mira.connect()
  await reaches(mira, 'online')
  expect(handshakes()).toEqual([token, (await mira.session()).token])
})

test('a shopper whom the handshake refuses twice is refused for good, until connected again', async () => {
  const mira = aShopper()
  peer.fail('handshake', 'unauthorized', 'unauthorized')
  mira.connect()
  await reaches(mira, 'refused')
  expect(handshakes()).toHaveLength(2)
  mira.connect()
  await reaches(mira, 'online')
})

test('an unknown shop is refused before any socket', async () => {
  const mira = aShopper('pk_unknown')
  mira.connect()
  await reaches(mira, 'refused')
  expect(handshakes()).toEqual([])
})

test('an origin that is refused is not tried again', async () => {
  const mira = aShopper()
  peer.fail('handshake', 'origin_refused')
  mira.connect()
  await reaches(mira, 'refused')
  expect(handshakes()).toHaveLength(1)
})

test('a server that has no time for the handshake is asked again', async () => {
  const mira = aShopper()
  peer.fail('handshake', 'unavailable', 'rate_limited')
  mira.connect()
  await reaches(mira, 'online')
  expect(handshakes()).toHaveLength(3)
})

test('a session that ends is renewed and connected again', async () => {
  const mira = aShopper()
  mira.connect()
  await reaches(mira, 'online')
  const { token } = await mira.session()
  peer.io()?.emit('session_ended', { code: 'unauthorized', detail: 'The session has ended.' })
  peer.io()?.disconnectSockets()
  await reaches(mira, 'offline')
  await reaches(mira, 'online')
  expect(handshakes()).toHaveLength(2)
  expect(handshakes()[1]).not.toBe(token)
})

test('a lost server is found again', async () => {
  const mira = aShopper()
  mira.connect()
  await reaches(mira, 'online')
  await peer.stop()
  await reaches(mira, 'offline')
  await peer.start()
  await reaches(mira, 'online')
})

test('an agent whose token is refused is told so at once', async () => {
  const ben = anAgent('of-yesterday')
  ben.connect()
  await reaches(ben, 'refused')
  expect(handshakes()).toHaveLength(1)
  await expect(ben.me()).rejects.toMatchObject({ code: 'unauthorized' })
})

test('an agent hears of rows and facts, a shopper of tickets', async () => {
  const [mira, ada] = [aShopper(), anAgent('ada')]
  const heard: string[] = []
  mira.on('ticket', ({ subject }) => heard.push(`Mira: ${subject}`))
  ada.on('row', ({ subject }) => heard.push(`Ada: ${subject}`))
  const stop = ada.on('fact', ({ type }) => heard.push(`Ada: ${type}`))
  mira.connect()
  ada.connect()
  await Promise.all([reaches(mira, 'online'), reaches(ada, 'online')])
  peer.io()?.emit('ticket_changed', { subject: 'Parcel' })
  peer.io()?.emit('ticket_rows', [{ subject: 'Row' }])
  peer.io()?.emit('fact', { type: 'ticket.created' })
  await vi.waitFor(() => expect(heard.sort()).toEqual(['Ada: Row', 'Ada: ticket.created', 'Mira: Parcel']))
  stop()
  peer.io()?.emit('fact', { type: 'ticket.created' })
  peer.io()?.emit('ticket_rows', [{ subject: 'Last' }])
  await vi.waitFor(() => expect(heard).toContain('Ada: Last'))
  expect(heard).toHaveLength(4)
})

test('another shopper takes another socket', async () => {
  const mira = aShopper()
  mira.connect()
  await reaches(mira, 'online')
  peer.visitors.renewals.clear()
  await mira.identify({ name: 'Mira' })
  await vi.waitFor(() => expect(handshakes()).toHaveLength(2))
  await reaches(mira, 'online')
  expect(handshakes()[1]).toBe((await mira.session()).token)
})

test('who says their name by word alone takes it to the open socket, and opens none for it', async () => {
  const mira = aShopper()
  const { customerId } = await mira.session()
  await mira.identify({ name: 'Mira' })
  expect(handshakes()).toEqual([])
  mira.connect()
  await reaches(mira, 'online')
  await mira.identify({ name: 'Mira Dubois' })
  await vi.waitFor(() => expect(handshakes()).toHaveLength(2))
  await reaches(mira, 'online')
  expect(await mira.session()).toMatchObject({ customerId })
})

test('closing leaves no socket, and nothing that opens one again', async () => {
  const mira = aShopper()
  mira.connect()
  await reaches(mira, 'online')
  mira.close()
  expect(mira.state).toBe('idle')
  await vi.waitFor(() => expect(peer.io()?.engine.clientsCount).toBe(0))
  mira.connect()
  expect(mira.state).toBe('idle')
  await expect(mira.tickets.list()).rejects.toMatchObject({ code: 'aborted' })
})

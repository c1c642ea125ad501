import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAgentClient } from './create-agent-client.ts'
import { createClient } from './create-client.ts'
import { type Peer, startPeer } from './testing/peer.ts'
import { aMap } from './testing/storage.ts'
import type { AgentClient, AgentClientOptions, ShopperClient, Storage, Thread } from './types.ts'

let peer: Peer
let storage: ReturnType<typeof aMap>
const clients: (ShopperClient | AgentClient)[] = []
beforeEach(async () => {
  peer = await startPeer()
  storage = aMap()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await peer.stop()
})

function aClient(kept: Storage = storage, url = peer.url): ShopperClient {
  const client = createClient({ url, shopKey: 'pk_perle', storage: kept })
  clients.push(client)
  return client
}
const states = (thread: Thread) => thread.get().messages.map(({ message, state }) => `${message}: ${state}`)
const shows = (thread: Thread, ...expected: string[]) =>
  vi.waitFor(() => expect(states(thread)).toEqual(expected), { timeout: 15_000 })
const texts = () => peer.tickets.chats.map(({ messages }) => messages.map(({ message }) => message))
const online = (client: ShopperClient) => vi.waitFor(() => expect(client.state).toBe('online'), { timeout: 10_000 })
const outbox = () => storage.keys().filter((key) => key.endsWith(':outbox'))

test('a message is shown at once, as on its way, and then as sent', async () => {
  const thread = aClient().newThread()
  const clientId = thread.send('Where is my parcel?')
  expect(thread.get().messages).toMatchObject([
    { clientId, id: null, seq: null, state: 'pending', type: 'customer_message' },
  ])
  await shows(thread, 'Where is my parcel?: sent')
  expect(thread.get()).toMatchObject({ ticket: { subject: 'Where is my parcel?' }, messages: [{ clientId, seq: 1 }] })
  await vi.waitFor(() => expect(outbox()).toEqual([]))
})

test('the messages of a new chat make one ticket and stand in the order in which they were written', async () => {
  const thread = aClient().newThread()
  const words = ['Hello', 'I have', 'a question', 'about', 'my order']
  for (const word of words) thread.send(word)
  await shows(thread, ...words.map((word) => `${word}: sent`))
  expect(texts()).toEqual([words])
})

test('a ticket whose making was not acknowledged is made once', async () => {
  peer.fail('POST /api/tickets', 'lost', 'lost')
  const thread = aClient().newThread()
  thread.send('Hello')
  await shows(thread, 'Hello: sent')
  expect(texts()).toEqual([['Hello']])
})

test('a message whose acknowledgement was lost is stored once', async () => {
  const mira = aClient()
  const thread = mira.newThread()
  await online(mira)
  peer.fail('send_message', 'lost')
  thread.send('Hello')
  thread.send('Is anybody there?')
  await shows(thread, 'Hello: sent', 'Is anybody there?: sent')
  expect(texts()).toEqual([['Hello', 'Is anybody there?']])
})

test('messages go by HTTP where the socket cannot be had', async () => {
  peer.fail('handshake', 'origin_refused')
  const mira = aClient()
  const thread = mira.newThread()
  await vi.waitFor(() => expect(mira.state).toBe('refused'))
  thread.send('Hello')
  await shows(thread, 'Hello: sent')
  expect(peer.count('send_message')).toBe(0)
})

test('a refused message says why, and the later ones go on', async () => {
  const mira = aClient()
  const thread = mira.newThread()
  await online(mira)
  peer.fail('send_message', 'ticket_closed')
  const first = thread.send('Hello')
  thread.send('Still there?')
  await vi.waitFor(() => expect(states(thread)).toEqual(['Still there?: sent', 'Hello: failed']))
  expect(thread.get().messages[1]?.failure).toMatchObject({ code: 'ticket_closed' })

  thread.retry(first)
  await shows(thread, 'Still there?: sent', 'Hello: sent')
})

test('a message that is taken back gives its text, and is not sent', async () => {
  const mira = aClient()
  const thread = mira.newThread()
  peer.fail('POST /api/tickets', 'invalid')
  const clientId = thread.send('Hello')
  await shows(thread, 'Hello: failed')
  expect(thread.discard(clientId)).toBe('Hello')
  expect(thread.discard(clientId)).toBeNull()
  expect(thread.get().messages).toEqual([])
  expect(outbox()).toEqual([])
})

test('the pace that the server asks for is kept', async () => {
  const mira = aClient()
  const thread = mira.newThread()
  await online(mira)
  peer.settings.retryAfter = 1
  peer.fail('send_message', 'rate_limited')
  thread.send('Hello')
  await vi.waitFor(() => expect(peer.count('send_message')).toBe(1))
  const begin = performance.now()
  await shows(thread, 'Hello: sent')
  expect(performance.now() - begin).toBeGreaterThan(900)
})

test('a first message that an earlier page has left goes on in the next one', async () => {
  await peer.stop()
  const before = aClient()
  before.newThread({ orderId: '1042' }).send('Hello')
  before.close()
  await peer.start()

  const thread = aClient().newThread()
  expect(states(thread)).toEqual(['Hello: pending'])
  await shows(thread, 'Hello: sent')
  expect(peer.asked.find(({ route }) => route === 'POST /api/tickets')?.body).toMatchObject({ orderId: '1042' })
})

test('a chat that is still being followed is not taken for a new one', async () => {
  await peer.stop()
  const mira = aClient()
  mira.newThread().send('About my parcel')
  const second = mira.newThread()
  expect(second.get().messages).toEqual([])
})

test('two tabs that share what is left send it once', async () => {
  await peer.stop()
  const before = aClient()
  before.newThread().send('Hello')
  before.close()
  await peer.start()

  const tabs = [aClient().newThread(), aClient().newThread()]
  await Promise.all(tabs.map((thread) => shows(thread, 'Hello: sent')))
  expect(texts()).toEqual([['Hello']])
})

test('what the server has lost is kept while it is away, and sent when it is back', async () => {
  const mira = aClient()
  const thread = mira.newThread()
  thread.send('Hello')
  await shows(thread, 'Hello: sent')
  await peer.stop()
  thread.send('Still there?')
  await vi.waitFor(() => expect(mira.state).toBe('offline'))
  expect(states(thread)).toEqual(['Hello: sent', 'Still there?: pending'])
  await peer.start()
  await shows(thread, 'Hello: sent', 'Still there?: sent')
})

test('a storage that throws does not keep a message from being sent', async () => {
  const no = () => {
    throw new Error('The storage is forbidden.')
  }
  const thread = aClient({ getItem: no, setItem: no, removeItem: no }).newThread()
  thread.send('Hello')
  await shows(thread, 'Hello: sent')
})

test('the outbox has an end, and says so before anything is taken', async () => {
  await peer.stop()
  const thread = aClient().newThread()
  for (let at = 0; at < 100; at++) thread.send(`Message ${at}`)
  expect(() => thread.send('One more')).toThrow('100 messages wait already.')
  expect(thread.get().messages).toHaveLength(100)
})

test('logging out takes what is unsent away', async () => {
  await peer.stop()
  const mira = aClient()
  mira.newThread().send('Hello')
  expect(outbox()).toHaveLength(1)
  await mira.logout()
  expect(storage.keys()).toEqual([])
})

test('what an agent has left unsent is nobody else’s, and waits for that agent', async () => {
  await peer.stop()
  const { id } = peer.tickets.create('mira', { subject: 'Parcel' })
  const anAgent = (who: Partial<AgentClientOptions>) => {
    const agent = createAgentClient({ url: peer.url, storage, ...who })
    clients.push(agent)
    return agent
  }
  const ways = [
    [{ token: 'secret-of-ada' }, { token: 'secret-of-ben' }],
    [{ agentId: 'ada' }, { agentId: 'ben' }],
  ] as const
  for (const [ada, ben] of ways) {
    const before = anAgent(ada)
    before.thread(id).send('Gladly.')
    before.close()
    expect(states(anAgent(ben).thread(id))).toEqual([])
    expect(states(anAgent({}).thread(id))).toEqual([])
    expect(states(anAgent(ada).thread(id))).toEqual(['Gladly.: pending'])
  }
  expect(outbox()).toHaveLength(2)
  for (const key of outbox()) expect(key).not.toContain('secret')
})

test('an agent who signs out leaves nothing unsent', async () => {
  await peer.stop()
  const { id } = peer.tickets.create('mira', { subject: 'Parcel' })
  const ada = createAgentClient({ url: peer.url, agentId: 'ada', storage })
  ada.thread(id).send('Gladly.')
  expect(outbox()).toHaveLength(1)
  ada.forget()
  expect(storage.keys()).toEqual([])
  expect(ada.state).toBe('idle')
})

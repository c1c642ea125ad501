import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from './create-client.ts'
import { type Peer, startPeer } from './testing/peer.ts'
import { aMap } from './testing/storage.ts'
import type { ShopperClient } from './types.ts'

let peer: Peer
let page: EventTarget
let mira: ShopperClient
let storage: ReturnType<typeof aMap>

beforeEach(async () => {
  peer = await startPeer()
  page = new EventTarget()
  vi.stubGlobal('window', page)
  storage = aMap()
  mira = createClient({ url: peer.url, shopKey: 'pk_perle', storage })
})
afterEach(async () => {
  mira.close()
  vi.unstubAllGlobals()
  await peer.stop()
})

const place = () => storage.keys().find((key) => key.endsWith(':outbox')) ?? ''

/** As the browser tells of what another tab has written. */
function anotherTabWrites(newValue: string | null, oldValue: string | null): void {
  const key = place()
  if (newValue === null) storage.removeItem(key)
  else storage.setItem(key, newValue)
  page.dispatchEvent(Object.assign(new Event('storage'), { key, newValue, oldValue }))
}

test('a message that another tab has written over at the same moment is sent all the same', async () => {
  peer.fail('POST /api/tickets', 'lost')
  const thread = mira.newThread()
  thread.send('Is it still there?')
  // The other tab had read the list before ours was in it.
  anotherTabWrites('[]', null)
  expect(thread.get().messages).toMatchObject([{ message: 'Is it still there?', state: 'pending' }])
  await vi.waitFor(() => expect(thread.get().messages).toMatchObject([{ state: 'sent' }]), { timeout: 15_000 })
  expect(peer.tickets.chats.map(({ messages }) => messages.length)).toEqual([1])
})

test('it is kept again too, for a reload', async () => {
  peer.fail('POST /api/tickets', 'lost', 'lost', 'lost')
  const clientId = mira.newThread().send('Is it still there?')
  const key = place()
  anotherTabWrites('[]', null)
  await vi.waitFor(() => expect(storage.getItem(key)).toContain(clientId))
})

test('a message that was discarded in another tab does not come back', async () => {
  peer.fail('POST /api/tickets', 'lost', 'lost', 'lost')
  const thread = mira.newThread()
  thread.send('Never mind')
  anotherTabWrites(null, storage.getItem(place()))
  await vi.waitFor(() => expect(thread.get().messages).toEqual([]))
})

test('an empty chat follows into the conversation that another tab has begun', async () => {
  const otherPage = createClient({ url: peer.url, shopKey: 'pk_perle', storage })
  peer.fail('POST /api/tickets', 'unavailable')
  const [here, there] = [mira.newThread(), otherPage.newThread()]
  there.send('Is it still there?')
  anotherTabWrites(storage.getItem(place()), null)
  await vi.waitFor(() => expect(here.get().messages).toMatchObject([{ message: 'Is it still there?' }]))
  await vi.waitFor(() => expect(there.get().ticket).not.toBeNull(), { timeout: 15_000 })
  anotherTabWrites(storage.getItem(place()), null)
  here.send('Hello?')
  await vi.waitFor(() => expect(here.get().messages).toMatchObject([{ state: 'sent' }, { state: 'sent' }]), {
    timeout: 15_000,
  })
  expect(peer.tickets.chats).toHaveLength(1)
  otherPage.close()
})

test('a chat in which something is said follows nobody', async () => {
  peer.fail('POST /api/tickets', 'unavailable', 'unavailable')
  const thread = mira.newThread()
  thread.send('The first thing')
  const theirs = { clientId: 'theirs', ticketId: null, chat: { key: 'other' }, message: 'The second thing' }
  const rest = { type: 'customer_message', at: new Date().toISOString(), refusal: { code: 'forbidden', detail: '' } }
  const stored = JSON.parse(storage.getItem(place()) ?? '[]')
  anotherTabWrites(JSON.stringify([...stored, { ...theirs, ...rest }]), null)
  await vi.waitFor(() => expect(thread.get().messages).toMatchObject([{ state: 'sent' }]), { timeout: 15_000 })
})

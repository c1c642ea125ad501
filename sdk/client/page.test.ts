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

const aThread = async () => {
  const { id } = peer.tickets.create('mira', { subject: 'Parcel' })
  const thread = mira.thread(id)
  await vi.waitFor(() => expect(peer.count('join_ticket')).toBe(1))
  await vi.waitFor(() => expect(thread.get().loading).toBe(false))
  return { id, thread }
}

test.each(['focus', 'online', 'pageshow', 'visibilitychange'])('%s brings the thread up to date', async (event) => {
  const { id, thread } = await aThread()
  peer.tickets.post('agent', id, { message: 'Nobody has announced this.' })
  page.dispatchEvent(new Event(event))
  await vi.waitFor(() => expect(thread.get().messages).toHaveLength(1))
})

test('a page that nobody looks at stays quiet', async () => {
  await aThread()
  const before = peer.asked.length
  vi.stubGlobal('document', { hidden: true })
  page.dispatchEvent(new Event('visibilitychange'))
  vi.stubGlobal('document', { hidden: false })
  page.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(peer.asked).toHaveLength(before + 1))
})

test('looking at the page does not wait for the next try of the socket', async () => {
  await aThread()
  await peer.stop()
  await vi.waitFor(() => expect(mira.state).toBe('offline'))
  await peer.start()
  page.dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(mira.state).toBe('online'), { timeout: 10_000 })
  expect(peer.count('handshake')).toBe(2)
})

test('what another tab has in its outbox is seen here', async () => {
  const { id, thread } = await aThread()
  const entry = { clientId: 'of-another-tab', ticketId: id, chat: null, message: 'Hello', type: 'customer_message' }
  const key = `comptoir:pk_perle@${peer.url}:outbox`
  storage.setItem(key, JSON.stringify([entry]))
  page.dispatchEvent(Object.assign(new Event('storage'), { key }))
  await vi.waitFor(() =>
    expect(thread.get().messages).toMatchObject([{ clientId: 'of-another-tab', state: 'pending' }]),
  )
})

/** The timers that run, without those of Node's own fetch, which keeps its connections for a while. */
function countTimers(): Set<unknown> {
  const running = new Set<unknown>()
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  const start =
    (begin: (work: () => void, ms: number) => unknown) =>
    (work: () => void, ms: number, ...rest: unknown[]) => {
      const timer = begin(() => {
        if (begin === setTimeout) running.delete(timer)
        Reflect.apply(work, undefined, rest)
      }, ms)
      if (!new Error().stack?.includes('undici')) running.add(timer)
      return timer
    }
  const end = (finish: typeof clearTimeout) => (timer: NodeJS.Timeout) => {
    running.delete(timer)
    finish(timer)
  }
  vi.stubGlobal('setTimeout', start(setTimeout))
  vi.stubGlobal('setInterval', start(setInterval))
  vi.stubGlobal('clearTimeout', end(clearTimeout))
  vi.stubGlobal('clearInterval', end(clearInterval))
  return running
}

test('closing leaves no listener and no timer behind', async () => {
  const listeners = new Set<string>()
  vi.spyOn(page, 'addEventListener').mockImplementation((type, _, options) => {
    listeners.add(type)
    if (typeof options === 'object') options.signal?.addEventListener('abort', () => listeners.delete(type))
  })
  const timers = countTimers()
  mira = createClient({ url: peer.url, shopKey: 'pk_perle', storage })
  const { thread } = await aThread()
  thread.typing()
  thread.send('Where is my parcel?')
  expect(listeners.size).toBe(5)
  expect(timers.size).toBeGreaterThan(0)
  mira.close()
  await vi.waitFor(() => expect(peer.io()?.engine.clientsCount).toBe(0))
  expect(listeners.size).toBe(0)
  await vi.waitFor(() => expect(timers.size).toBe(0))
})

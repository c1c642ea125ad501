import { newId } from '../contract/ids.ts'
import { close, openDesk } from './desk.ts'
import { openHttp } from './http.ts'
import { keep, pageStorage } from './kept.ts'
import { mendSession, openSession } from './session.ts'
import { follow } from './thread.ts'
import { ticketCalls } from './tickets.ts'
import type { ClientOptions, ShopperClient } from './types.ts'

/**
 * The client of a shopper: in the storefront's page, or in Node. Nothing is asked or stored before the first call that
 * needs it; then a visitor session is opened, kept and renewed by itself. Messages are kept until they are acknowledged.
 *
 * @throws (each call) Failure, with the codes of the contract, `network` or `aborted`
 * @example
 * const client = createClient({ url: 'https://support.shop.example', shopKey: 'pk_…' })
 * const thread = client.newThread({ orderId: '1042' })
 * thread.subscribe(() => render(thread.get()))
 * thread.send('Where is my parcel?')
 */
export function createClient({
  url,
  shopKey,
  storage = pageStorage('localStorage'),
  locale,
}: ClientOptions): ShopperClient {
  const base = url.replace(/\/+$/, '')
  // Both: two shops on one page, or two servers of one shop, never overwrite each other.
  const place = `comptoir:${shopKey}@${base}:`
  const end = new AbortController()
  const life = end.signal
  const send = openHttp(base, 'omit', life)
  const keeping = keep(storage, `${place}session`, mendSession)
  const session = openSession(send, `${place}session`, keeping, { shopKey, locale, life })
  const desk = openDesk({
    url: base,
    side: 'customer',
    send,
    credential: session.credential,
    storage,
    place: `${place}outbox`,
    life,
    heard: [['ticket_changed', 'ticket']],
  })
  const { live, outbox, call, threads, bus } = desk
  /** Another shopper is another room. */
  const changePlaces = () => {
    const connected = live.state() !== 'idle'
    live.disconnect()
    if (connected) live.connect()
  }
  return {
    get state() {
      return live.state()
    },
    connect: live.connect,
    on: bus.on,
    thread: (ticketId) => follow(desk, ticketId),
    newThread(chat) {
      const followed = new Set([...threads].map((thread) => thread.chatKey))
      const left = outbox.entries().find((entry) => entry.chat && !followed.has(entry.chat.key))
      return follow(desk, left?.ticketId ?? null, left?.chat ?? { ...chat, key: newId() })
    },
    close: () => close(desk, end),
    session: () => session.get(),
    hasSession: () => session.kept() !== null,
    async identify(who) {
      const before = session.kept()?.customerId
      const { customer } = await session.identify(who)
      if (before && before !== customer.id) changePlaces()
      return customer
    },
    async logout() {
      for (const thread of threads) thread.close()
      live.disconnect()
      outbox.clear()
      await session.end()
    },
    widget: (options) => send('GET /api/widget', {}, { ...options, headers: { 'X-Shop-Key': shopKey } }),
    tickets: ticketCalls(call),
  }
}

import { newId } from '../contract/ids.ts'
import type { VisitPage } from '../contract/visit.ts'
import { close, isOpen, openDesk } from './desk.ts'
import { openHttp } from './http.ts'
import { keep, pageStorage } from './kept.ts'
import { mendSession, openSession } from './session.ts'
import { openThread } from './thread.ts'
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
export function createClient(options: ClientOptions): ShopperClient {
  const { shopKey, storage = pageStorage('localStorage'), locale } = options
  const url = options.url.replace(/\/+$/, '')
  // Both: two shops on one page, or two servers of one shop, never overwrite each other.
  const place = `comptoir:${shopKey}@${url}:`
  const end = new AbortController()
  const life = end.signal
  const call = openHttp({ url, credentials: 'omit', credential: (refused) => session.credential(refused), life })
  const kept = keep(storage, `${place}session`, mendSession)
  const session = openSession(call, kept, shopKey, locale)
  const { credential } = session
  const desk = openDesk({ url, side: 'customer', call, credential, storage, place: `${place}outbox`, life })
  const { live, outbox, threads, bus, receipts } = desk
  // What nobody has opened has arrived, too.
  bus.on('message', ({ ticketId, seq, author }) => {
    if (author.kind !== 'customer' && !isOpen(desk, ticketId)) receipts.received(ticketId, seq)
  })
  let page: VisitPage | undefined
  const sayPage = () => page && live.online()?.emit('set_page', page)
  bus.on('state', sayPage)
  return {
    get state() {
      return live.state()
    },
    access: async (refused) => ({ url, token: await credential(refused) }),
    connect: live.connect,
    on: bus.on,
    thread: (ticketId) => openThread(desk, ticketId),
    newThread(chat) {
      const followed = [...threads].map((thread) => thread.chatKey)
      const left = outbox.entries().find((entry) => entry.chat && !followed.includes(entry.chat.key))
      return openThread(desk, left?.ticketId ?? null, left?.chat ?? { ...chat, key: newId() })
    },
    close: () => close(desk, end),
    session: () => session.get(),
    hasSession: () => kept.read() !== null,
    async identify(who, options) {
      const { customer } = await session.identify(who, options)
      // A socket keeps the room and the name with which it was opened.
      if (live.state() !== 'idle') {
        live.disconnect()
        live.connect()
      }
      return customer
    },
    async logout() {
      for (const thread of threads) thread.close()
      live.disconnect()
      outbox.clear()
      await session.end()
    },
    setPage(next) {
      page = next
      sayPage()
    },
    widget: (options) => call('GET /api/widget', {}, { ...options, headers: { 'X-Shop-Key': shopKey } }),
    tickets: {
      ...ticketCalls(call),
      rate: (id, body, options) => call('POST /api/tickets/:id/rating', { id, body }, options),
    },
  }
}

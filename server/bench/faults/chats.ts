import {
  type AgentClient,
  createAgentClient,
  createClient,
  Failure,
  type ShopperClient,
  type Thread,
} from '@comptoir/sdk'
import type { TicketId } from '@comptoir/sdk/contract'
import { Ledger, type Seen } from './ledger.ts'
import { soon } from './patience.ts'
import type { Place } from './place.ts'

/** One conversation with both its ends, each a client of the SDK as a developer would use it. */
interface Chat {
  ticketId: TicketId
  mira: ShopperClient
  ada: AgentClient
  asking: Thread
  answering: Thread
}

export interface Load {
  ledger: Ledger
  /** Ends the writing, waits for what is on its way, and answers every screen as it is then. */
  settle(): Promise<Map<string, Seen[][]>>
  close(): void
}

export interface LoadSize {
  chats: number
  /** Of all chats together. */
  perSecond: number
}

/** The load L1 in so many chats: both sides of each write now and then, through the proxy, and write down what becomes of it. */
export async function openLoad(place: Place, { chats: count, perSecond }: LoadSize): Promise<Load> {
  const ledger = new Ledger()
  const chats: Chat[] = []
  for (let from = 0; from < count; from += 10) {
    const some = Array.from({ length: Math.min(10, count - from) }, (_, index) => openChat(place, from + index))
    chats.push(...(await Promise.all(some)))
  }
  for (const { asking, answering } of chats)
    for (const thread of [asking, answering]) thread.subscribe(() => ledger.look(thread))
  await soon('all to be connected', () =>
    chats.every(({ mira, ada }) => mira.state === 'online' && ada.state === 'online'),
  )

  let said = 0
  const write = () => {
    const chat = chats[Math.floor(Math.random() * chats.length)]
    if (!chat) return
    const author = Math.random() < 0.5 ? 'customer' : 'agent'
    const thread = author === 'customer' ? chat.asking : chat.answering
    try {
      ledger.note(thread, thread.send(`Message ${(said += 1)}`), chat.ticketId, author)
    } catch (refused) {
      // The outbox is full, and says so: nothing was written.
      if (!(refused instanceof Failure)) throw refused
    }
  }
  const writing = setInterval(write, 1000 / perSecond)
  return {
    ledger,
    async settle() {
      clearInterval(writing)
      // What neither arrives nor fails is counted as lost.
      await soon('the outboxes to be empty', () => ledger.pending() === 0).catch(() => {})
      const whole = ({ asking, answering }: Chat) => {
        const ends = [asking, answering].map((thread) => thread.get().messages.at(-1)?.seq ?? 0)
        return ends[0] === ends[1]
      }
      await soon('both sides to see the same', () => chats.every(whole), 60_000).catch(() => {})
      return new Map(chats.map((chat) => [chat.ticketId, [chat.asking, chat.answering].map(screenOf)]))
    },
    close() {
      clearInterval(writing)
      for (const { mira, ada } of chats) {
        mira.close()
        ada.close()
      }
    },
  }
}

async function openChat({ url, shops }: Place, number: number): Promise<Chat> {
  const shop = shops[number % shops.length]
  const token = shop?.agentTokens[Math.floor(number / shops.length) % shop.agentTokens.length]
  if (!shop || !token) throw new Error('there is no shop, or nobody works in it')
  const mira = createClient({ url, shopKey: shop.publicKey, storage: aMap() })
  const ada = createAgentClient({ url, token, storage: aMap() })
  const ticket = await mira.tickets.create({ subject: `Chat ${number}`, channel: 'chat' })
  return { ticketId: ticket.id, mira, ada, asking: mira.thread(ticket.id), answering: ada.thread(ticket.id) }
}

const screenOf = (thread: Thread): Seen[] =>
  thread
    .get()
    .messages.flatMap(({ seq, clientId, author }) => (seq === null ? [] : [{ seq, clientId, author: author.kind }]))

function aMap() {
  const map = new Map<string, string>()
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}

import type { InTicket, Message, TicketMarks, Viewer } from '../contract/index.ts'
import type { AgentEvents, ShopperEvents, Unsubscribe } from './types.ts'

/** Everything that is told inside a client; what a developer may listen to is a part of it. */
export interface News extends ShopperEvents, AgentEvents {
  /** The outbox has changed, here or in another tab. */
  outbox: undefined
  /** Another tab has written the outbox. */
  outside: StorageEvent
  /** A message of the outbox is stored. */
  stored: Message
  /** How far both sides are, as it came with a message. */
  marks: InTicket & TicketMarks
  /** Facts by which rows have changed. */
  positions: readonly number[]
  /** Who looks at a ticket. */
  viewers: InTicket & { viewers: Viewer[] }
  /** A ticket was deleted. */
  gone: InTicket
  /** The page has been looked at again, or the network is back. */
  wake: undefined
}

type Listeners = { [K in keyof News]?: Set<(news: News[K]) => void> }

export interface Bus {
  on<K extends keyof News>(name: K, listener: (news: News[K]) => void): Unsubscribe
  tell<K extends keyof News>(name: K, news: News[K]): void
}

export function openBus(): Bus {
  const listeners: Listeners = {}
  const of = <K extends keyof News>(name: K) => {
    const its: { [P in K]?: Set<(news: News[P]) => void> } = listeners
    const all = its[name] ?? new Set()
    its[name] = all
    return all
  }
  return {
    on(name, listener) {
      of(name).add(listener)
      return () => of(name).delete(listener)
    },
    // In a microtask of its own each, so that a listener that throws is reported and does not silence the others.
    tell(name, news) {
      for (const listener of of(name)) queueMicrotask(() => of(name).has(listener) && listener(news))
    },
  }
}

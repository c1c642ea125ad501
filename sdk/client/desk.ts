import type { TicketId } from '../contract/index.ts'
import { type Bus, openBus } from './bus.ts'
import { type Entry, mendEntries } from './entry.ts'
import { type Credential, type Send } from './http.ts'
import { keep } from './kept.ts'
import { type Hear, type Live, openLive } from './live.ts'
import { type Outbox, openOutbox } from './outbox.ts'
import { openReceipts, type Receipts } from './receipts.ts'
import type { Storage } from './types.ts'

/** What both clients, and their threads, work with. */
export interface Desk {
  /** On which side of the counter the reader stands. */
  side: 'customer' | 'agent'
  call: Send
  live: Live
  bus: Bus
  outbox: Outbox
  receipts: Receipts
  life: AbortSignal
  /** Those that are followed at present: two of them may follow the same ticket. */
  threads: Set<Following>
}

export interface Following {
  now: { readonly id: TicketId | null }
  readonly chatKey: string | undefined
  close(): void
}

export interface DeskOptions {
  url: string
  side: Desk['side']
  call: Send
  credential: Credential
  storage: Storage | undefined
  /** Names the outbox among all others in the storage. */
  place: string
  life: AbortSignal
  /** Of an agent on the server's own pages. */
  agentId?: string | undefined
  hear?: Hear
}

/** Each of them may be the first sign that the machine has slept, or that the network is back. */
const AWAKE = ['visibilitychange', 'focus', 'online', 'pageshow']
/** They come in bunches. */
const BUNCH = 1_000

export function openDesk(options: DeskOptions): Desk {
  const { url, side, call, credential, storage, place, life, agentId, hear } = options
  const bus = openBus()
  const live = openLive({ url, credential, bus, life, auth: agentId ? { agentId } : undefined, hear })
  const kept = keep<readonly Entry[]>(storage, place, mendEntries)
  const outbox = openOutbox(kept, { call, live, bus, life, place })
  listenToPage(bus, place, life)
  const desk: Desk = {
    side,
    call,
    live,
    bus,
    outbox,
    receipts: openReceipts(call, live, life),
    life,
    threads: new Set(),
  }
  return desk
}

/** A thread acknowledges what comes for it by itself. */
export const isOpen = ({ threads }: Desk, id: TicketId): boolean => [...threads].some(({ now }) => now.id === id)

function listenToPage(bus: Bus, place: string, signal: AbortSignal): void {
  let last = 0
  const wake = () => {
    if (globalThis.document?.hidden || Date.now() - last < BUNCH) return
    last = Date.now()
    bus.tell('wake', undefined)
  }
  // On `window`, where there is one: also what happens to the document arrives there.
  for (const event of AWAKE) globalThis.window?.addEventListener(event, wake, { signal })
  const hear = (change: StorageEvent) => change.key === place && bus.tell('outside', change)
  globalThis.window?.addEventListener('storage', hear, { signal })
}

/** Leaves no listener, timer or socket behind. */
export function close({ threads }: Desk, life: AbortController): void {
  for (const thread of threads) thread.close()
  life.abort()
}

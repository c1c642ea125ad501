import type { Message } from '../contract/index.ts'
import { asPending, type Entry } from './entry.ts'
import type { ThreadMessage } from './types.ts'

/**
 * What is stored in order, then what is on its way, each message once. `early` came before something that is still
 * missing; `mine` are the `clientId`s of this reader.
 */
export function rowsOf({
  side,
  stored,
  early,
  entries,
  mine,
  otherReadSeq,
  otherDeliveredSeq,
}: Sources): ThreadMessage[] {
  const rows: ThreadMessage[] = stored.map((message) => {
    const { seq, author, type } = message
    const canBeRead = author.kind === side && type !== 'internal_note'
    const state = !canBeRead || seq > otherDeliveredSeq ? 'sent' : seq > otherReadSeq ? 'delivered' : 'read'
    return { ...message, state, failure: null }
  })
  // Stored, but not to be shown before what is missing: it stays where its writer has seen it.
  const waiting: ThreadMessage[] = early
    .filter(({ clientId }) => mine.has(clientId ?? ''))
    .map((message) => ({ ...message, id: null, seq: null, state: 'pending', failure: null }))
  const shown = new Set([...rows, ...waiting].map(({ clientId }) => clientId))
  const unsent = entries.filter(({ clientId }) => !shown.has(clientId)).map((entry) => asPending(entry, side))
  return [...rows, ...waiting, ...unsent]
}

export interface Sources {
  side: 'customer' | 'agent'
  stored: readonly Message[]
  early: readonly Message[]
  entries: readonly Entry[]
  mine: ReadonlySet<string>
  otherReadSeq: number
  otherDeliveredSeq: number
}

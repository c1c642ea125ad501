import type { Message } from '../contract/index.ts'
import { asPending, type Entry } from './entry.ts'
import type { ThreadMessage } from './types.ts'

/** What a thread's messages are made of. */
export interface Sources {
  side: 'customer' | 'agent'
  stored: readonly Message[]
  /** Came before something that is still missing. */
  early: readonly Message[]
  entries: readonly Entry[]
  /** The `clientId`s of this reader. */
  mine: ReadonlySet<string>
  otherReadSeq: number
}

/** What is stored in order, then what is on its way, each message once. */
export function rowsOf({ side, stored, early, entries, mine, otherReadSeq }: Sources): ThreadMessage[] {
  const rows: ThreadMessage[] = stored.map((message) => {
    const canBeRead = message.author.kind === side && message.type !== 'internal_note'
    return { ...message, state: canBeRead && message.seq <= otherReadSeq ? 'read' : 'sent', failure: null }
  })
  const shown = new Set(stored.map((message) => message.clientId))
  const show = (row: ThreadMessage) => {
    if (shown.has(row.clientId)) return
    shown.add(row.clientId)
    rows.push(row)
  }
  for (const message of early) {
    // Stored, but not to be shown before what is missing: it stays where its writer has seen it.
    if (mine.has(message.clientId ?? '')) show({ ...message, id: null, seq: null, state: 'pending', failure: null })
  }
  for (const entry of entries) show(asPending(entry, side))
  return rows
}

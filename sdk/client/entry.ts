import type { FailureCode, MessageDraft, MessageFile, NewTicket, TicketId } from '../contract/index.ts'
import { Failure } from './failure.ts'
import type { NewChat, ThreadMessage } from './types.ts'

/** A message that is not acknowledged yet. */
export interface Entry {
  clientId: string
  /** `null` until the ticket of a new chat is made. */
  ticketId: TicketId | null
  /** The new chat that it belongs to, by a key of its own. */
  chat: (NewChat & { key: string }) | null
  message: string
  /** They are at the server already. */
  files?: readonly MessageFile[] | undefined
  type: NonNullable<MessageDraft['type']>
  /** Of an agent's answer: how much they had seen, and whether it goes in spite of what came since. */
  seenSeq?: number | undefined
  force?: boolean | undefined
  at: string
  /** Refused: it waits for the person who wrote it. */
  refusal: { code: FailureCode | 'network' | 'aborted'; detail: string } | null
}

export const MOST_ENTRIES = 100
const LONGEST_SUBJECT = 80

/** What an earlier page, or another program, has left: what cannot be sent is dropped. */
export const mendEntries = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(
    (entry) => entry && [entry.clientId, entry.message, laneOf(entry)].every((text) => typeof text === 'string'),
  )

/** Entries of one lane are sent one after the other. */
export const laneOf = (entry: Entry): string | undefined => entry.ticketId ?? entry.chat?.key

export function ticketOf({ chat, message, files }: Entry): NewTicket {
  const { key, ...about } = chat ?? { key: '' }
  return { subject: firstWords(message || (files?.[0]?.name ?? '')), ...about, channel: 'chat' }
}

/** Cut at a word where there is one, and never through a character. */
export function firstWords(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  if (line.length <= LONGEST_SUBJECT) return line
  return `${line.slice(0, LONGEST_SUBJECT - 1).replace(/ \S*$|[\uD800-\uDBFF]$/, '')}…`
}

/** As its reader sees it. */
export const asPending = (entry: Entry, kind: 'customer' | 'agent'): ThreadMessage => ({
  id: null,
  seq: null,
  ticketId: entry.ticketId ?? '',
  clientId: entry.clientId,
  type: entry.type,
  message: entry.message,
  ...(entry.files && { files: [...entry.files] }),
  author: { kind, id: null, name: null },
  createdAt: entry.at,
  state: entry.refusal ? 'failed' : 'pending',
  failure: entry.refusal && new Failure(entry.refusal.code, entry.refusal.detail),
})

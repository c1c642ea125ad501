import type { TicketRecord } from '../../schema.ts'
import type { Incoming } from './letter.ts'

/** What of ours a letter answers, and how it says so. */
export interface Found {
  ticket: Pick<TicketRecord, 'status'>
  /** By the address with its token, or only by the names of letters, which many may know. */
  by: 'token' | 'reference'
  /** To whom the mail went that is answered. */
  reader: { address: string; kind: 'customer' | 'agent'; isStill: boolean }
  /** Letters of this sender in this ticket, of the last hour and of the last day. */
  before: { hour: number; day: number }
}

export type Why =
  | 'automatic'
  | 'stranger'
  | 'unsigned'
  | 'gone'
  | 'too_many'
  | 'closed'
  | 'empty'
  | 'unknown'
  | 'answer'

export interface Fate {
  as: 'message' | 'note' | 'ticket' | 'dropped'
  why: Why
}

/** People who write to each other by mail stay below; two machines do not. */
const MOST = { hour: 10, day: 40, opened: 5 }

/**
 * What becomes of a letter. In the voice of a customer or an agent only with the token of a mail that went to them, and
 * from their address; whatever else is about a ticket is a note, which nothing follows. `opened`: tickets that this
 * sender has opened by mail in the last day.
 */
export function fateOf(letter: Incoming, found: Found | null, opened = 0): Fate {
  if (letter.text === '' && letter.files.length === 0) return { as: 'dropped', why: 'empty' }
  if (!found) {
    if (letter.isAutomatic) return { as: 'dropped', why: 'automatic' }
    if (letter.sender === null) return { as: 'dropped', why: 'stranger' }
    return opened >= MOST.opened ? { as: 'dropped', why: 'too_many' } : { as: 'ticket', why: 'unknown' }
  }
  const { reader, before, by, ticket } = found
  if (letter.isAutomatic) return { as: 'note', why: 'automatic' }
  if (before.hour >= MOST.hour || before.day >= MOST.day) return { as: 'note', why: 'too_many' }
  if (letter.sender !== reader.address) return { as: 'note', why: 'stranger' }
  if (by !== 'token') return { as: 'note', why: 'unsigned' }
  if (!reader.isStill) return { as: 'note', why: 'gone' }
  if (ticket.status !== 'closed') return { as: 'message', why: 'answer' }
  return reader.kind === 'customer' ? { as: 'ticket', why: 'closed' } : { as: 'note', why: 'closed' }
}

/** With the names of what is not taken over. */
export const wordsOf = ({ text, files }: Pick<Incoming, 'text' | 'files'>): string =>
  [text, ...files.map((name) => `📎 ${name}`)].filter((part) => part !== '').join('\n')

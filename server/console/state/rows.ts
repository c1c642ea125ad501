import type { TicketRow } from '@comptoir/sdk/contract'
import type { View } from './address.ts'

/** What the list shows: which rows belong in it, and whether the server has more below. */
export interface Shown {
  view: View
  q: string
  hasMore: boolean
  /** The open ticket stays in sight although it has just left the view, so that nothing jumps under the reader's hand. */
  held: string | null
}

/** As the server sorts: the liveliest first. */
export const liveliestFirst = (a: TicketRow, b: TicketRow): number =>
  descending(a.updatedAt, b.updatedAt) || descending(a.id, b.id)

const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

export const isUnread = (row: TicketRow): boolean => row.lastSeq > row.readSeq

/** What an agent should hear of a row that has just changed: a new ticket, a customer's message, or nothing. */
export function newsOf(row: TicketRow): 'ticket' | 'message' | null {
  if (row.createdAt === row.updatedAt) return 'ticket'
  const spoken = row.lastMessage?.author === 'customer' && row.lastMessageAt === row.updatedAt
  return spoken && isUnread(row) ? 'message' : null
}

/** Puts a row that has just changed where it belongs now, or takes it out. */
export function placeRow(rows: readonly TicketRow[], row: TicketRow, shown: Shown): readonly TicketRow[] {
  const known = rows.find((other) => other.id === row.id)
  if (known && known.updatedAt > row.updatedAt) return rows
  const others = known ? rows.filter((other) => other !== known) : rows
  if (!belongs(row, known !== undefined, shown)) return others
  const at = others.findIndex((other) => liveliestFirst(row, other) < 0)
  if (at >= 0) return [...others.slice(0, at), row, ...others.slice(at)]
  // Below the last row there may be others that are not here yet: the page that brings them brings this one too.
  return known || !shown.hasMore ? [...others, row] : others
}

function belongs(row: TicketRow, isKnown: boolean, shown: Shown): boolean {
  if (isKnown && row.id === shown.held) return true
  // Whether a search finds a new row, only the server can say.
  if (shown.q && !isKnown) return false
  return shown.view === 'all' || row.status === shown.view
}

/** Adds a fetched page. Where a row is known already, the newer of the two stays. */
export function addPage(rows: readonly TicketRow[], page: readonly TicketRow[]): readonly TicketRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of page) {
    const known = byId.get(row.id)
    if (!known || known.updatedAt <= row.updatedAt) byId.set(row.id, row)
  }
  return [...byId.values()].sort(liveliestFirst)
}

/** An agent has read a ticket up to `seq`, here or elsewhere. */
export const readUpTo = (rows: readonly TicketRow[], ticketId: string, seq: number): readonly TicketRow[] =>
  rows.map((row) => (row.id === ticketId && row.readSeq < seq ? { ...row, readSeq: seq } : row))

/** The row `step` places further, or the nearest end. */
export function neighbour(rows: readonly TicketRow[], id: string | null, step: 1 | -1): TicketRow | undefined {
  const at = rows.findIndex((row) => row.id === id)
  if (at < 0) return step > 0 ? rows[0] : rows[rows.length - 1]
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)]
}

import type { TicketRow } from '@comptoir/sdk/contract'
import { finds, orderOf, type Query } from './queries.ts'

/** What the list shows: which rows belong in it, and whether the server has more below. */
export interface Shown {
  query: Query
  /** Who reads: theirs is what `me` asks for. */
  myId: string | null
  hasMore: boolean
  /** The open ticket stays in sight although it has just left the view, so that nothing jumps under the reader's hand. */
  held: string | null
}

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
  const order = orderOf(shown.query)
  const at = others.findIndex((other) => order(row, other) < 0)
  if (at >= 0) return [...others.slice(0, at), row, ...others.slice(at)]
  // Below the last row there may be others that are not here yet: the page that brings them brings this one too.
  return known || !shown.hasMore ? [...others, row] : others
}

function belongs(row: TicketRow, isKnown: boolean, shown: Shown): boolean {
  if (isKnown && row.id === shown.held) return true
  // Whether a search finds a new row, only the server can say.
  if (shown.query.q && !isKnown) return false
  return finds(shown.query, row, shown.myId)
}

/** Adds a fetched page. Where a row is known already, the newer of the two stays. */
export function addPage(
  rows: readonly TicketRow[],
  page: readonly TicketRow[],
  order: (a: TicketRow, b: TicketRow) => number,
): readonly TicketRow[] {
  const known = new Set(rows.map((row) => row.id))
  const last = rows.at(-1)
  // As a rule a page simply goes on where the rows end; a long list is not sorted anew for it.
  const goesOn = page.every((row) => !known.has(row.id) && (!last || order(last, row) < 0))
  if (goesOn) return [...rows, ...page]
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of page) {
    const had = byId.get(row.id)
    if (!had || had.updatedAt <= row.updatedAt) byId.set(row.id, row)
  }
  return [...byId.values()].sort(order)
}

/** An agent has read a ticket up to `seq`, here or elsewhere. */
export const readUpTo = (rows: readonly TicketRow[], ticketId: string, seq: number): readonly TicketRow[] =>
  rows.some((row) => row.id === ticketId && row.readSeq < seq)
    ? rows.map((row) => (row.id === ticketId && row.readSeq < seq ? { ...row, readSeq: seq } : row))
    : rows

/** The row `step` places further, or the nearest end. */
export function neighbour(rows: readonly TicketRow[], id: string | null, step: 1 | -1): TicketRow | undefined {
  const at = rows.findIndex((row) => row.id === id)
  if (at < 0) return step > 0 ? rows[0] : rows[rows.length - 1]
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)]
}

import type { Message, Ticket, TicketRow, TicketStatus } from '@comptoir/sdk/contract'

/** A ticket in the shopper's list. */
export type Row = Ticket & Partial<Pick<TicketRow, 'lastMessage'>>

export const isOver = (status: TicketStatus | undefined): boolean => status === 'resolved' || status === 'closed'

export const countUnread = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + unreadIn(row), 0)

export const unreadIn = ({ lastSeq, readSeq }: Row): number => Math.max(0, lastSeq - readSeq)

/** The ticket as it is now, in its place: the newest words first. What has come and been read is not taken back. */
export function placeTicket(rows: readonly Row[], ticket: Ticket): Row[] {
  const before = rows.find(({ id }) => id === ticket.id)
  const row = { ...before, ...ticket }
  if (before) {
    row.lastSeq = Math.max(before.lastSeq, ticket.lastSeq)
    row.readSeq = Math.max(before.readSeq, ticket.readSeq)
  }
  return [row, ...rows.filter((other) => other !== before)].sort((a, b) => newest(b).localeCompare(newest(a)))
}

const newest = ({ lastMessageAt, createdAt }: Row): string => lastMessageAt ?? createdAt

/** A message that has just come moves its ticket on. */
export function placeMessage(rows: readonly Row[], message: Message): Row[] {
  const row = rows.find(({ id }) => id === message.ticketId)
  if (!row || message.seq <= row.lastSeq) return [...rows]
  const own = message.author.kind === 'customer'
  return placeTicket(rows, {
    ...row,
    lastSeq: message.seq,
    readSeq: own ? message.seq : row.readSeq,
    lastMessageAt: message.createdAt,
    ...{ lastMessage: { text: message.message, author: message.author.kind } },
  })
}

/** Where a shopper who comes back goes on: where there is something new, else where it is not over. */
export const chooseTicket = (rows: readonly Row[]): Row | undefined =>
  rows.find(unreadIn) ?? rows.find(({ status }) => !isOver(status))

import type { Message } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import { fileOf } from '../attachments/rules.ts'
import type { Connection, Trx } from '../platform/db.ts'
import { changeRows, insertRows } from '../platform/rows.ts'
import type { MessageRecord, TicketRecord } from '../schema.ts'
import type { Side } from '../tickets/store.ts'

interface InTicket {
  shopId: string
  ticketId: string
}

/** By ids and numbers, in one order for all who lock several: the tickets that there are, to the end of the transaction. */
export async function lockTickets(trx: Trx, shopId: string, refs: readonly string[]): Promise<TicketRecord[]> {
  const ids = refs.filter((ref) => ref.includes('-'))
  const numbers = refs.filter((ref) => !ref.includes('-')).map((ref) => Number(ref.replace('#', '')))
  return trx
    .selectFrom('tickets')
    .selectAll()
    .where('shopId', '=', shopId)
    .where(sql<boolean>`(id = ANY (${ids}::uuid[]) OR number = ANY (${numbers}::int[]))`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Messages that are stored already under one of these names, whoever named them. Their tickets are locked: nobody stores more meanwhile. */
export async function listByClientId(
  trx: Trx,
  shopId: string,
  names: readonly { ticketId: string; clientId: string }[],
): Promise<MessageRecord[]> {
  if (names.length === 0) return []
  const ticketIds = names.map(({ ticketId }) => ticketId)
  const clientIds = names.map(({ clientId }) => clientId)
  return trx
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where(sql<boolean>`(ticket_id, client_id) IN (SELECT * FROM unnest(${ticketIds}::uuid[], ${clientIds}::text[]))`)
    .execute()
}

/** Messages, and what they have made of their tickets. */
export async function storeTogether(trx: Trx, tickets: TicketRecord[], messages: MessageRecord[]): Promise<void> {
  await insertRows(trx, 'ticket_messages', messages)
  await changeRows(trx, 'tickets', tickets.map(turnOf))
}

/** What a message can change of its ticket, and where it stands. */
const turnOf = (ticket: TicketRecord) => ({
  ...{ shopId: ticket.shopId, id: ticket.id, status: ticket.status, snoozedUntil: ticket.snoozedUntil },
  ...{ lastSeq: ticket.lastSeq, lastPublicSeq: ticket.lastPublicSeq, lastMessageAt: ticket.lastMessageAt },
  ...{ customerReadSeq: ticket.customerReadSeq, customerReadPublicSeq: ticket.customerReadPublicSeq },
  ...{ agentReadSeq: ticket.agentReadSeq, agentReadPublicSeq: ticket.agentReadPublicSeq },
  ...{ firstAnsweredAt: ticket.firstAnsweredAt, wasEscalated: ticket.wasEscalated },
  ...{ resolvedAt: ticket.resolvedAt, closedAt: ticket.closedAt, updatedAt: ticket.updatedAt },
})

export interface Range {
  after?: number | undefined
  before?: number | undefined
  limit: number
}

/** Ascending, in the reader's own count. Without `after`, the nearest below `before`, or the last. */
export async function listMessages(
  db: Connection,
  { shopId, ticketId }: InTicket,
  side: Side,
  range: Range,
): Promise<Message[]> {
  const count = side === 'agent' ? 'seq' : 'publicSeq'
  const forward = range.after !== undefined
  const records = await db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where(count, 'is not', null)
    .$if(forward, (query) => query.where(count, '>', range.after ?? 0))
    .$if(range.before !== undefined, (query) => query.where(count, '<', range.before ?? 0))
    .orderBy(count, forward ? 'asc' : 'desc')
    .limit(range.limit)
    .execute()
  const messages = records.map((record) => messageOf(record, side))
  return forward ? messages : messages.reverse()
}

/** What the customer may read of what was said after this `seq`; the first of it. */
export const listSaidAfter = (
  db: Connection,
  { shopId, ticketId }: InTicket,
  seq: number,
  limit: number,
): Promise<MessageRecord[]> =>
  db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('publicSeq', 'is not', null)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()

/** Where a reader's place lies in both counts: in all messages, and in those that the customer may see. */
export async function placeOf(
  trx: Trx,
  { shopId, ticketId }: InTicket,
  side: Side,
  seq: number,
): Promise<{ seq: number; publicSeq: number }> {
  const found = await trx
    .selectFrom('ticketMessages')
    .select((eb) => [eb.fn.max('seq').as('seq'), eb.fn.max('publicSeq').as('publicSeq')])
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where(side === 'agent' ? 'seq' : 'publicSeq', '<=', seq)
    .executeTakeFirst()
  return { seq: found?.seq ?? 0, publicSeq: found?.publicSeq ?? 0 }
}

/** The message in the reader's own count. A customer never gets to see a note: to ask for it is a mistake of ours. */
export function messageOf(record: MessageRecord, side: Side): Message {
  const { id, ticketId, clientId, type, message, authorKind, authorId, authorName, createdAt } = record
  const seq = side === 'agent' ? record.seq : record.publicSeq
  if (seq === null) throw new Error(`message ${id} is not for customers`)
  const author = { kind: authorKind, id: authorId, name: authorName }
  const files = record.files.length > 0 && { files: record.files.map(fileOf) }
  return { id, ticketId, seq, clientId, type, message, ...files, author, createdAt: createdAt.toISOString() }
}

import type { Merged, Ticket, TicketDesk, TicketMarks } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import { insertRows } from '../platform/rows.ts'
import type { NewTicketRecord, TicketRecord } from '../schema.ts'
import { WAITING } from './rules.ts'

/** Whose tickets: the shop's for an agent, their own for a customer. */
export interface Scope {
  shopId: string
  customerId: string | null
}

/** Which side of the counter the reader stands on: it decides what they may see and how they count. */
export type Side = 'customer' | 'agent'

/** A new ticket that has no number yet. */
export type TicketDraft = Omit<NewTicketRecord, 'shopId' | 'number'> & { id: string }

/** Stores new tickets of a shop under its next numbers, in this order. */
export async function insertTickets(trx: Trx, shopId: string, drafts: TicketDraft[]): Promise<TicketRecord[]> {
  if (drafts.length === 0) return []
  const { lastTicket } = await trx
    .updateTable('shopCounters')
    .set((eb) => ({ lastTicket: eb('lastTicket', '+', drafts.length) }))
    .where('shopId', '=', shopId)
    .returning('lastTicket')
    .executeTakeFirstOrThrow()
  const first = lastTicket - drafts.length + 1
  const rows = drafts.map((draft, place) => ({ shopId, ...draft, number: first + place }))
  return insertRows<TicketRecord>(trx, 'tickets', rows)
}

/** By id, or by number with or without `#`. */
export const findTicket = (db: Connection, scope: Scope, ref: string): Promise<TicketRecord | undefined> =>
  oneTicket(db, scope, ref).executeTakeFirst()

export const lockTicket = (trx: Trx, scope: Scope, ref: string): Promise<TicketRecord | undefined> =>
  oneTicket(trx, scope, ref).forUpdate().executeTakeFirst()

function oneTicket(db: Connection, scope: Scope, ref: string) {
  const byId = ref.includes('-')
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('shopId', '=', scope.shopId)
    .$if(byId, (query) => query.where('id', '=', ref))
    .$if(!byId, (query) => query.where('number', '=', Number(ref.replace('#', ''))))
    .$if(scope.customerId !== null, (query) => query.where('customerId', '=', scope.customerId ?? ''))
}

/** The statuses stand in the text, so that the planner knows the indexes that are made for them. */
export const waitsForShop = sql<boolean>`tickets.status IN (${sql.join(WAITING.map((status) => sql.lit(status)))})`

export type TicketTurn = Partial<Omit<TicketRecord, 'shopId' | 'id' | 'number' | 'createdAt'>>

export const changeTicket = (
  trx: Trx,
  ticket: Pick<TicketRecord, 'shopId' | 'id'>,
  turn: TicketTurn,
): Promise<TicketRecord> =>
  trx
    .updateTable('tickets')
    .set(turn)
    .where('shopId', '=', ticket.shopId)
    .where('id', '=', ticket.id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** The last merge of a ticket, as its fact has it. */
export async function findMerge(
  trx: Trx,
  { shopId, id }: Pick<TicketRecord, 'shopId' | 'id'>,
): Promise<Merged | undefined> {
  const fact = await trx
    .selectFrom('facts')
    .select(sql<Merged>`data`.as('data'))
    .where('shopId', '=', shopId)
    .where('ticketId', '=', id)
    .where('type', '=', 'ticket.merged')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return fact?.data
}

/** With its messages, ratings and mails. What happened stays on record, without what people wrote. */
export async function eraseTicket(trx: Trx, { shopId, id }: Pick<TicketRecord, 'shopId' | 'id'>): Promise<void> {
  await trx.deleteFrom('mails').where('shopId', '=', shopId).where('ticketId', '=', id).execute()
  await trx.deleteFrom('mailsIn').where('shopId', '=', shopId).where('ticketId', '=', id).execute()
  await sql`DELETE FROM idempotency_keys WHERE shop_id = ${shopId} AND strpos(answer::text, ${id}) > 0`.execute(trx)
  await sql`UPDATE facts SET data = CASE WHEN data ? 'changes' THEN '{"changes": []}'
      ELSE data || (SELECT coalesce(jsonb_object_agg(key, null::text), '{}') FROM jsonb_object_keys(data) AS key WHERE key IN ('comment', 'reason')) END
    WHERE shop_id = ${shopId} AND ticket_id = ${id} AND type IN ('ticket.changed', 'ticket.rated', 'ticket.escalated')`.execute(
    trx,
  )
  await trx
    .updateTable('tickets')
    .set({ mergedIntoId: null })
    .where('shopId', '=', shopId)
    .where('mergedIntoId', '=', id)
    .execute()
  await trx
    .updateTable('shopCounters')
    .set((eb) => ({ goneTickets: eb('goneTickets', '+', 1) }))
    .where('shopId', '=', shopId)
    .execute()
  await trx.deleteFrom('tickets').where('shopId', '=', shopId).where('id', '=', id).execute()
}

/** The ticket as this side sees it. Every field is named: a new column is nobody's to see until it is written here. */
export function ticketOf(record: TicketRecord, side: Side): Ticket {
  const { id, number, subject, description, status, priority, category, channel, customerId, assigneeId, orderId } =
    record
  return {
    ...{ id, number, subject, description, status, priority, category, channel, customerId, assigneeId, orderId },
    lastSeq: side === 'agent' ? record.lastSeq : record.lastPublicSeq,
    ...marksOf(record, side),
    revision: record.revision,
    lastMessageAt: record.lastMessageAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    resolvedAt: record.resolvedAt?.toISOString() ?? null,
    closedAt: record.closedAt?.toISOString() ?? null,
    rating: record.rating,
    ...(side === 'agent' && { desk: deskOf(record) }),
  }
}

/** How far both sides are, in this side's count. What is read is delivered. */
export const marksOf = (record: TicketRecord, side: Side): TicketMarks =>
  side === 'agent'
    ? {
        readSeq: record.agentReadSeq,
        otherReadSeq: record.customerReadSeq,
        deliveredSeq: Math.max(record.agentDeliveredSeq, record.agentReadSeq),
        otherDeliveredSeq: Math.max(record.customerDeliveredSeq, record.customerReadSeq),
      }
    : {
        readSeq: record.customerReadPublicSeq,
        otherReadSeq: record.agentReadPublicSeq,
        deliveredSeq: Math.max(record.customerDeliveredPublicSeq, record.customerReadPublicSeq),
        otherDeliveredSeq: Math.max(record.agentDeliveredPublicSeq, record.agentReadPublicSeq),
      }

const deskOf = ({ departmentId, assignedAt, escalatedAt, deadline, ...record }: TicketRecord): TicketDesk => ({
  departmentId,
  tags: record.tags,
  fields: record.fields,
  snoozedUntil: record.snoozedUntil?.toISOString() ?? null,
  mergedIntoId: record.mergedIntoId,
  assignedAt: assignedAt?.toISOString() ?? null,
  escalatedAt: escalatedAt?.toISOString() ?? null,
  deadline,
})

import type { Ticket, TicketDesk, TicketRow } from '@comptoir/sdk/contract'
import { type SelectQueryBuilder, sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection, Trx } from '../platform/db.ts'
import type { CustomerRecord, Database, NewTicketRecord, TicketRecord } from '../schema.ts'
import { WAITING } from './rules.ts'

/** Whose tickets: the shop's for an agent, their own for a customer. */
export interface Scope {
  shopId: string
  customerId: string | null
}

/** Which side of the counter the reader stands on: it decides what they may see and how they count. */
export type Side = 'customer' | 'agent'

export async function nextTicketNumber(trx: Trx, shopId: string): Promise<number> {
  const counter = await trx
    .updateTable('shopCounters')
    .set((eb) => ({ lastTicket: eb('lastTicket', '+', 1) }))
    .where('shopId', '=', shopId)
    .returning('lastTicket')
    .executeTakeFirstOrThrow()
  return counter.lastTicket
}

export const insertTicket = (trx: Trx, ticket: NewTicketRecord): Promise<TicketRecord> =>
  trx.insertInto('tickets').values(ticket).returningAll().executeTakeFirstOrThrow()

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

export interface ListQuery {
  status?: TicketRecord['status'] | undefined
  priority?: TicketRecord['priority'] | undefined
  category?: TicketRecord['category'] | undefined
  q?: string | undefined
  /** `null` is nobody. */
  assigneeId?: string | null | undefined
  departmentId?: string | undefined
  sort: 'created' | 'activity'
  cursor?: string | undefined
  page?: number | undefined
  limit: number
}

type Rows = SelectQueryBuilder<Database, 'tickets' | 'customers', object>

/** One row more than the limit, to see whether there are more. */
export async function listTickets(db: Connection, scope: Scope, side: Side, query: ListQuery): Promise<JoinedTicket[]> {
  const time = sortColumn(query.sort)
  let rows = withRow(filtered(db, scope, query), side)
    .orderBy(`tickets.${time}`, 'desc')
    .orderBy('tickets.id', 'desc')
    .limit(query.limit + 1)
  if (query.page) rows = rows.offset((query.page - 1) * query.limit)
  else if (query.cursor) {
    const { at, id } = readCursor(query.cursor)
    rows = rows.where(sql<boolean>`(${sql.ref(`tickets.${time}`)}, tickets.id) < (${at}, ${id}::uuid)`)
  }
  return rows.execute()
}

export const sortColumn = (sort: ListQuery['sort']) => (sort === 'activity' ? 'updatedAt' : 'createdAt')

export async function countTickets(db: Connection, scope: Scope, query: ListQuery): Promise<number> {
  const { count } = await filtered(db, scope, query)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export const findRow = (db: Connection, scope: Scope, side: Side, id: string): Promise<JoinedTicket | undefined> =>
  withRow(joined(db, scope).where('tickets.id', '=', id), side).executeTakeFirst()

/** These tickets' rows, newest first. */
export const listRows = async (db: Connection, scope: Scope, side: Side, ids: string[]): Promise<JoinedTicket[]> =>
  ids.length === 0
    ? []
    : withRow(joined(db, scope).where('tickets.id', 'in', ids), side)
        .orderBy('tickets.createdAt', 'desc')
        .orderBy('tickets.id', 'desc')
        .execute()

function filtered(db: Connection, scope: Scope, query: ListQuery): Rows {
  const { status, priority, category, q, assigneeId, departmentId } = query
  return joined(db, scope)
    .$if(assigneeId !== undefined, (rows) =>
      assigneeId ? rows.where('tickets.assigneeId', '=', assigneeId) : rows.where('tickets.assigneeId', 'is', null),
    )
    .$if(departmentId !== undefined, (rows) => rows.where('tickets.departmentId', '=', departmentId ?? null))
    .$if(status !== undefined, (rows) => rows.where('tickets.status', '=', status ?? 'open'))
    .$if(priority !== undefined, (rows) => rows.where('tickets.priority', '=', priority ?? 'medium'))
    .$if(category !== undefined, (rows) => rows.where('tickets.category', '=', category ?? 'other'))
    .$if(q !== undefined, (rows) =>
      rows.where(sql<boolean>`concat_ws(' ', '#' || tickets.number, tickets.subject, tickets.description,
      tickets.order_id, customers.name, customers.email) ILIKE ${`%${(q ?? '').replace(/[\\%_]/g, '\\$&')}%`}`),
    )
}

const joined = (db: Connection, scope: Scope): Rows =>
  db
    .selectFrom('tickets')
    .innerJoin('customers', (join) =>
      join.onRef('customers.shopId', '=', 'tickets.shopId').onRef('customers.id', '=', 'tickets.customerId'),
    )
    .where('tickets.shopId', '=', scope.shopId)
    .$if(scope.customerId !== null, (query) => query.where('tickets.customerId', '=', scope.customerId ?? ''))

export type JoinedTicket = TicketRecord & {
  customerName: string | null
  customerEmail: string | null
  customerStanding: CustomerRecord['standing']
  lastText: string | null
  lastAuthor: 'customer' | 'agent' | 'system' | null
}

/** The customer, and the last words that this side may read. */
const withRow = (rows: Rows, side: Side) =>
  rows
    .leftJoin('ticketMessages as last', (join) =>
      join
        .onRef('last.shopId', '=', 'tickets.shopId')
        .onRef('last.ticketId', '=', 'tickets.id')
        .onRef(
          side === 'agent' ? 'last.seq' : 'last.publicSeq',
          '=',
          side === 'agent' ? 'tickets.lastSeq' : 'tickets.lastPublicSeq',
        ),
    )
    .selectAll('tickets')
    .select([
      'customers.name as customerName',
      'customers.email as customerEmail',
      'customers.standing as customerStanding',
    ])
    .select([sql<string | null>`left(last.message, 200)`.as('lastText'), 'last.authorKind as lastAuthor'])

/** The ticket as this side sees it. Every field is named: a new column is nobody's to see until it is written here. */
export function ticketOf(record: TicketRecord, side: Side): Ticket {
  const { id, number, subject, description, status, priority, category, channel, customerId, assigneeId, orderId } =
    record
  return {
    ...{ id, number, subject, description, status, priority, category, channel, customerId, assigneeId, orderId },
    lastSeq: side === 'agent' ? record.lastSeq : record.lastPublicSeq,
    readSeq: side === 'agent' ? record.agentReadSeq : record.customerReadPublicSeq,
    otherReadSeq: side === 'agent' ? record.customerReadSeq : record.agentReadPublicSeq,
    lastMessageAt: record.lastMessageAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    resolvedAt: record.resolvedAt?.toISOString() ?? null,
    closedAt: record.closedAt?.toISOString() ?? null,
    rating: record.rating,
    ...(side === 'agent' && { desk: deskOf(record) }),
  }
}

const deskOf = ({ departmentId, assignedAt, escalatedAt, deadline }: TicketRecord): TicketDesk => ({
  departmentId,
  assignedAt: assignedAt?.toISOString() ?? null,
  escalatedAt: escalatedAt?.toISOString() ?? null,
  deadline,
})

export function rowOf(joined: JoinedTicket, side: Side): TicketRow {
  const { customerId, customerName, customerEmail, customerStanding, lastText, lastAuthor } = joined
  return {
    ...ticketOf(joined, side),
    customer: { id: customerId, name: customerName, email: customerEmail, standing: customerStanding },
    lastMessage: lastText === null || lastAuthor === null ? null : { text: lastText, author: lastAuthor },
  }
}

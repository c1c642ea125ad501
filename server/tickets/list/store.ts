import type { TicketRow } from '@comptoir/sdk/contract'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { readCursor } from '../../platform/cursor.ts'
import type { Connection } from '../../platform/db.ts'
import type { CustomerRecord, Database, TicketRecord } from '../../schema.ts'
import { type Scope, type Side, ticketOf } from '../store.ts'

/** What a list is narrowed to. A shopper's own are narrowed by the scope. */
export interface ListQuery {
  status?: TicketRecord['status'] | undefined
  priority?: TicketRecord['priority'] | undefined
  category?: TicketRecord['category'] | undefined
  channel?: TicketRecord['channel'] | undefined
  /** `null` is nobody. */
  assigneeId?: string | null | undefined
  departmentId?: string | undefined
  customer?: string | undefined
  mergedInto?: string | undefined
  snoozed?: boolean | undefined
  /** Opened in this time: from, and before. */
  from?: Date | undefined
  to?: Date | undefined
  /** Those that are resolved or closed, or that are not. */
  done?: boolean | undefined
  sort: 'created' | 'activity' | 'due'
  cursor?: string | undefined
  page?: number | undefined
  limit: number
  /** What its words must hold. */
  holds?: RawBuilder<boolean> | undefined
}

type Rows = SelectQueryBuilder<Database, 'tickets' | 'customers', object>

/** One row more than the limit, to see whether there are more. */
export async function listTickets(db: Connection, scope: Scope, side: Side, query: ListQuery): Promise<JoinedTicket[]> {
  const [time, way] = query.sort === 'due' ? [DUE, sql`ASC`] : [sql.ref(`tickets.${sortColumn(query.sort)}`), sql`DESC`]
  let rows = withRow(joined(db, scope).where(conditionsOf(query)), side)
    .orderBy(sql`${time} ${way}`)
    .orderBy(sql`tickets.id ${way}`)
    .limit(query.limit + 1)
  if (query.page) rows = rows.offset((query.page - 1) * query.limit)
  else if (query.cursor) {
    const { at, id } = readCursor(query.cursor)
    const place = query.sort === 'due' ? sql`> (${at.toISOString()}, ${id}::uuid)` : sql`< (${at}, ${id}::uuid)`
    rows = rows.where(sql<boolean>`(${time}, tickets.id) ${place}`)
  }
  return rows.execute()
}

/** As it stands in the row: an ISO 8601 time, whose letters sort as its time does. */
const DUE = sql<string>`(tickets.deadline ->> 'at')`

/** Where a ticket stands in its list. */
export const placeOf = (sort: ListQuery['sort'], ticket: TicketRecord): Date =>
  sort === 'due' ? new Date(ticket.deadline?.at ?? 0) : ticket[sortColumn(sort)]

const sortColumn = (sort: ListQuery['sort']) => (sort === 'activity' ? 'updatedAt' : 'createdAt')

/** How many there are, up to a bound: to count a million costs as much as to read them. */
export async function countTickets(db: Connection, scope: Scope, query: ListQuery, most: number): Promise<number> {
  const counted = db
    .selectFrom('tickets')
    .select(sql`1`.as('one'))
    .where(within(scope))
    .where(conditionsOf(query))
    .limit(most)
    .as('counted')
  const { count } = await db
    .selectFrom(counted)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** So many of them, in no order. */
export async function listIds(db: Connection, scope: Scope, query: ListQuery, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where(within(scope))
    .where(conditionsOf(query))
    .limit(most)
    .execute()
  return rows.map(({ id }) => id)
}

/** How many tickets the shop has, whatever their number. */
export async function countAllTickets(db: Connection, shopId: string): Promise<number> {
  const { lastTicket, goneTickets } = await db
    .selectFrom('shopCounters')
    .select(['lastTicket', 'goneTickets'])
    .where('shopId', '=', shopId)
    .executeTakeFirstOrThrow()
  return lastTicket - goneTickets
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

const within = ({ shopId, customerId }: Scope): RawBuilder<boolean> =>
  customerId === null
    ? sql`tickets.shop_id = ${shopId}`
    : sql`tickets.shop_id = ${shopId} AND tickets.customer_id = ${customerId}`

/** Whether a ticket passes what a list is narrowed to. */
export function conditionsOf(query: ListQuery): RawBuilder<boolean> {
  const equal = {
    status: query.status,
    priority: query.priority,
    category: query.category,
    channel: query.channel,
    assignee_id: query.assigneeId ?? undefined,
    department_id: query.departmentId,
    customer_id: query.customer,
    merged_into_id: query.mergedInto,
  }
  const all = Object.entries(equal).flatMap(([column, value]) =>
    value === undefined ? [] : [sql<boolean>`${sql.ref(`tickets.${column}`)} = ${value}`],
  )
  if (query.assigneeId === null) all.push(sql`tickets.assignee_id IS NULL`)
  if (query.snoozed !== undefined) all.push(sql`tickets.snoozed_until IS ${query.snoozed ? sql`NOT NULL` : sql`NULL`}`)
  if (query.done !== undefined)
    all.push(sql`tickets.status ${query.done ? sql`IN` : sql`NOT IN`} ('resolved', 'closed')`)
  if (query.sort === 'due') all.push(sql`tickets.deadline IS NOT NULL`)
  if (query.from) all.push(sql`tickets.created_at >= ${query.from}`)
  if (query.to) all.push(sql`tickets.created_at < ${query.to}`)
  if (query.holds) all.push(query.holds)
  return all.length === 0 ? sql`true` : sql.join(all, sql` AND `)
}

const joined = (db: Connection, scope: Scope): Rows =>
  db
    .selectFrom('tickets')
    .innerJoin('customers', (join) =>
      join.onRef('customers.shopId', '=', 'tickets.shopId').onRef('customers.id', '=', 'tickets.customerId'),
    )
    .where(within(scope))

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
    .select([
      // Of files alone, their names.
      sql<
        string | null
      >`left(CASE WHEN last.message = '' THEN (SELECT string_agg(file->>'name', ', ') FROM jsonb_array_elements(last.files) AS file)
        ELSE last.message END, 200)`.as('lastText'),
      'last.authorKind as lastAuthor',
    ])

export function rowOf(joined: JoinedTicket, side: Side): TicketRow {
  const { customerId, customerName, customerEmail, customerStanding, lastText, lastAuthor } = joined
  return {
    ...ticketOf(joined, side),
    customer: { id: customerId, name: customerName, email: customerEmail, standing: customerStanding },
    lastMessage: lastText === null || lastAuthor === null ? null : { text: lastText, author: lastAuthor },
  }
}

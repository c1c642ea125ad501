import type { FieldValues, Score, TicketChannel, TicketPriority, TicketStatus } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection } from '../platform/db.ts'
import { openedIn, partsHold, type Selection } from '../stats/store.ts'
import { waitsForShop } from '../tickets/store.ts'

/** A ticket as reports have it. Times are milliseconds by the clock on the shop's wall. */
export interface ReportRow {
  id: string
  /** As the database writes it: to the microsecond, so that no row is passed over. */
  place: string
  number: number
  subject: string
  status: TicketStatus
  priority: TicketPriority
  category: string
  channel: TicketChannel
  departmentName: string | null
  agentName: string | null
  customerName: string | null
  customerEmail: string | null
  orderId: string | null
  tags: string[]
  fields: FieldValues
  openedAt: number
  answeredAt: number | null
  resolvedAt: number | null
  closedAt: number | null
  /** Milliseconds that have truly passed: on the wall an hour may be missing. */
  answerAfter: number | null
  resolvedAfter: number | null
  wasEscalated: boolean
  rating: Score | null
  comment: string | null
}

const wall = (column: string, timeZone: string) =>
  sql`(extract(epoch FROM ${sql.ref(`t.${column}`)} AT TIME ZONE ${timeZone}) * 1000)::float8`
const after = (column: string) =>
  sql`greatest(round(extract(epoch FROM ${sql.ref(`t.${column}`)} - t.created_at) * 1000), 0)::float8`

/** So many tickets of a selection, newest first, from behind the last one given. */
export async function listReportRows(
  db: Connection,
  selection: Selection,
  timeZone: string,
  range: { last: Pick<ReportRow, 'id' | 'place'> | null; limit: number },
): Promise<ReportRow[]> {
  const goOn = range.last
    ? sql`AND (tickets.created_at, tickets.id) < (${range.last.place}::timestamptz, ${range.last.id}::uuid)`
    : sql``
  const { rows } =
    await sql<ReportRow>`SELECT t.id, t.created_at::text AS place, t.number, t.subject, t.status, t.priority,
      t.category, t.channel, departments.name AS department_name, "user".name AS agent_name,
      customers.name AS customer_name, customers.email AS customer_email, t.order_id, t.tags, t.fields,
      ${wall('created_at', timeZone)} AS opened_at, ${wall('first_answered_at', timeZone)} AS answered_at,
      ${wall('resolved_at', timeZone)} AS resolved_at, ${wall('closed_at', timeZone)} AS closed_at,
      ${after('first_answered_at')} AS answer_after, ${after('resolved_at')} AS resolved_after,
      t.was_escalated, t.rating, ratings.comment
    FROM (SELECT * FROM tickets WHERE ${partsHold(selection)} AND ${openedIn(selection)} ${goOn}
      ORDER BY tickets.created_at DESC, tickets.id DESC LIMIT ${range.limit}) AS t
    JOIN customers ON customers.shop_id = t.shop_id AND customers.id = t.customer_id
    LEFT JOIN departments ON departments.shop_id = t.shop_id AND departments.id = t.department_id
    LEFT JOIN auth."user" ON "user".id = t.assignee_id
    LEFT JOIN ratings ON ratings.shop_id = t.shop_id AND ratings.ticket_id = t.id AND t.rating IS NOT NULL
    ORDER BY t.created_at DESC, t.id DESC`.execute(db)
  return rows
}

/** How many of a selection were opened in each hour of the week. Monday is 1. */
export async function countByHour(
  db: Connection,
  selection: Selection,
  timeZone: string,
): Promise<{ day: number; hour: number; count: number }[]> {
  const local = sql`(tickets.created_at AT TIME ZONE ${sql.lit(timeZone)})`
  const { rows } = await sql<{ day: number; hour: number; count: number }>`
    SELECT extract(isodow FROM ${local})::int AS day, extract(hour FROM ${local})::int AS hour, count(*)::int AS count
    FROM tickets WHERE ${partsHold(selection)} AND ${openedIn(selection)} GROUP BY 1, 2`.execute(db)
  return rows
}

export interface RatedRow {
  id: string
  createdAt: Date
  number: number
  subject: string
  score: Score
  comment: string | null
  ratedAt: Date
  agentId: string | null
  agentName: string | null
  customerName: string | null
}

/** Ratings of a selection's tickets, one more than the limit. */
export async function listRatings(
  db: Connection,
  selection: Selection,
  wanted: {
    score?: number | undefined
    commented?: boolean | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<RatedRow[]> {
  const from = wanted.cursor === undefined ? null : readCursor(wanted.cursor)
  const goOn = from ? sql`AND (tickets.created_at, tickets.id) < (${from.at}, ${from.id}::uuid)` : sql``
  const ofScore = wanted.score === undefined ? sql`` : sql`AND tickets.rating = ${wanted.score}`
  const says =
    wanted.commented === undefined
      ? sql``
      : sql`AND coalesce(ratings.comment, '') ${wanted.commented ? sql`<>` : sql`=`} ''`
  const { rows } = await sql<RatedRow>`SELECT tickets.id, tickets.created_at, tickets.number, tickets.subject,
      ratings.score, ratings.comment, ratings.created_at AS rated_at, ratings.agent_id, "user".name AS agent_name,
      customers.name AS customer_name
    FROM tickets JOIN ratings ON ratings.shop_id = tickets.shop_id AND ratings.ticket_id = tickets.id
    JOIN customers ON customers.shop_id = tickets.shop_id AND customers.id = tickets.customer_id
    LEFT JOIN auth."user" ON "user".id = ratings.agent_id
    WHERE ${partsHold(selection)} AND ${openedIn(selection)} AND tickets.rating IS NOT NULL ${ofScore} ${says} ${goOn}
    ORDER BY tickets.created_at DESC, tickets.id DESC LIMIT ${wanted.limit + 1}`.execute(db)
  return rows
}

export interface Queue {
  waiting: number
  unassigned: number
  escalated: number
  overdue: number
  longestId: string | null
  longestNumber: number | null
  longestSince: Date | null
}

/** Of a ticket that is the shop's turn: whether the customer has the last word, and since when an agent owes theirs. */
export async function readQueue(db: Connection, shopId: string, now: Date): Promise<Queue> {
  const said = sql`ticket_messages WHERE shop_id = tickets.shop_id AND ticket_id = tickets.id AND public_seq IS NOT NULL`
  const { rows } = await sql<Queue>`WITH standing AS MATERIALIZED (
      SELECT id, number, assignee_id, status, deadline, created_at, shop_id,
        snoozed_until IS NULL AND coalesce(last.author_kind, 'customer') = 'customer' AS waits
      FROM tickets LEFT JOIN LATERAL (SELECT author_kind FROM ${said} AND author_kind <> 'system'
        ORDER BY public_seq DESC LIMIT 1) AS last ON true
      WHERE tickets.shop_id = ${shopId} AND ${waitsForShop}),
    longest AS (SELECT id, number, coalesce(asked.since, created_at) AS since FROM standing AS tickets
      LEFT JOIN LATERAL (SELECT min(created_at) AS since FROM ${said} AND author_kind = 'customer' AND public_seq >
        coalesce((SELECT max(public_seq) FROM ${said} AND author_kind = 'agent'), 0)) AS asked ON true
      WHERE waits ORDER BY since, id LIMIT 1)
    SELECT count(*) FILTER (WHERE waits)::int AS waiting,
      count(*) FILTER (WHERE waits AND assignee_id IS NULL)::int AS unassigned,
      count(*) FILTER (WHERE status = 'escalated')::int AS escalated,
      count(*) FILTER (WHERE deadline ->> 'at' < ${now.toISOString()})::int AS overdue,
      (SELECT id FROM longest) AS longest_id, (SELECT number FROM longest) AS longest_number,
      (SELECT since FROM longest) AS longest_since FROM standing`.execute(db)
  const [queue] = rows
  if (!queue) throw new Error('an aggregate has one row')
  return queue
}

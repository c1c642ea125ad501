import { SCORES, type StatsPart, TICKET_STATUSES } from '@comptoir/sdk/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Connection } from '../../platform/db.ts'
import type { Pieces, Span } from '../rules.ts'
import { dayOfTicket, NOBODY, openedIn, type Parts, partsHold } from '../store.ts'
import type { Tally } from '../tally.ts'
import { timesOf } from '../times.ts'

/*
 * The book: what a shop's tickets come to by day and parts, kept by the database itself (migration 010) as tickets are
 * written. Its rows and the tickets at a period's edges are read by one statement, so that they are of one moment.
 */

export interface Wanted {
  parts: Parts
  /** `null`: no figures but what was opened lately. */
  pieces: Pieces | null
  /** Of those, what was opened in the last 24 hours; `null`: nothing. */
  lately: Pieces | null
  by: StatsPart | null
  timeZone: string
}

interface Row {
  part: string | null
  counts: number[]
  lately: number
  /** In base64: half as long on its way as what the driver would ask for. */
  firstIn: string | null
  firstOut: string | null
  resolutionIn: string | null
  resolutionOut: string | null
}

/** What the wanted tickets come to, part by part; one part, of no name, where none are asked for. */
export async function readTallies(db: Connection, wanted: Wanted): Promise<Map<string | null, Tally>> {
  const counts = sql.join(COUNTED.map(({ name }) => sql`sum(${sql.ref(name)})::int`))
  const times = sql.join(
    TIMES.map((name) => sql`encode(string_agg(${sql.ref(name)}, ''), 'base64') AS ${sql.ref(name)}`),
  )
  const branches = sql.join([...figuresOf(wanted), ...latelyOf(wanted)], sql` UNION ALL `)
  const { rows } = await sql<Row>`SELECT part, ARRAY[${counts}] AS counts, sum(lately)::int AS lately, ${times}
    FROM (${branches}) AS counted GROUP BY part`.execute(db)
  const some = rows.filter(
    ({ counts, lately }) => lately > 0 || TICKET_STATUSES.some((_, place) => counts[place] !== 0),
  )
  return new Map(some.map((row) => [row.part === NOBODY ? null : row.part, tallyOf(row)]))
}

/** What is counted of tickets, by the names that the book has for it. */
export const COUNTED = [
  ...TICKET_STATUSES.map((status) => ({ name: status as string, when: sql`tickets.status = ${sql.lit(status)}` })),
  { name: 'was_escalated', when: sql`tickets.was_escalated` },
  ...SCORES.map((score) => ({ name: `score_${score}`, when: sql`tickets.rating = ${sql.lit(score)}` })),
]
const TIMES = ['first_in', 'first_out', 'resolution_in', 'resolution_out']

/** Its counts are in the order of `COUNTED`. */
function tallyOf({ counts, lately, ...times }: Row): Tally {
  const last = TICKET_STATUSES.length
  return {
    // Its keys are all of the statuses.
    byStatus: Object.fromEntries(TICKET_STATUSES.map((status, place) => [status, counts[place]])) as Tally['byStatus'],
    wasEscalated: counts[last] ?? 0,
    lately,
    scores: counts.slice(last + 1),
    firstResponse: timesOf(times.firstIn, times.firstOut),
    resolution: timesOf(times.resolutionIn, times.resolutionOut),
  }
}

type Columns = RawBuilder<unknown>[]

function figuresOf(wanted: Wanted): RawBuilder<unknown>[] {
  if (!wanted.pieces) return []
  const [first, resolution] = [packed('first_answered_at'), packed('resolved_at')]
  const count = (sign: string) =>
    COUNTED.map(({ name, when }) => sql`${sql.raw(sign)}count(*) FILTER (WHERE ${when}) AS ${sql.ref(name)}`)
  return branchesOf(wanted, wanted.pieces, {
    book: [...COUNTED.map(({ name }) => sql.ref(name)), named('lately', sql`0`), ...TIMES.map((name) => sql.ref(name))],
    added: [...count(''), named('lately', sql`0`), ...timesAs([first, NONE, resolution, NONE])],
    takenAway: [...count('-'), named('lately', sql`0`), ...timesAs([NONE, first, NONE, resolution])],
  })
}

function latelyOf(wanted: Wanted): RawBuilder<unknown>[] {
  if (!wanted.lately) return []
  const only = (count: RawBuilder<unknown>): Columns => [
    ...COUNTED.map(({ name }) => named(name, sql`0`)),
    named('lately', count),
    ...timesAs([NONE, NONE, NONE, NONE]),
  ]
  return branchesOf(wanted, wanted.lately, {
    book: only(EVERY_STATUS),
    added: only(sql`count(*)`),
    takenAway: only(sql`-count(*)`),
  })
}

/** A row of the book has each of its tickets in one of the statuses. */
export const EVERY_STATUS = sql`(${sql.join(
  TICKET_STATUSES.map((status) => sql.ref(`figures.${status}`)),
  sql` + `,
)})`
const NONE = sql`NULL::bytea`
const named = (name: string, value: RawBuilder<unknown>) => sql`${value} AS ${sql.ref(name)}`
const timesAs = (values: Columns): Columns => values.map((value, place) => named(TIMES[place] ?? '', value))
export const packed = (until: string) =>
  sql`string_agg(packed_time(tickets.created_at, ${sql.ref(`tickets.${until}`)}), '')`

function branchesOf(
  wanted: Wanted,
  { days, add, takeAway }: Pieces,
  columns: { book: Columns; added: Columns; takenAway: Columns },
): RawBuilder<unknown>[] {
  const tickets = (span: Span, own: Columns) =>
    sql`SELECT ${partOfTicket(wanted)}::text AS part, ${sql.join(own)} FROM tickets WHERE ${inSpan(wanted, span)} GROUP BY 1`
  const book = (within: NonNullable<Pieces['days']>, own: Columns) =>
    sql`SELECT ${partOfBook(wanted)}::text AS part, ${sql.join(own)} FROM figures WHERE ${inBook(wanted, within)}`
  return [
    ...(days ? [book(days, columns.book)] : []),
    tickets(add, columns.added),
    ...(takeAway ? [tickets(takeAway, columns.takenAway)] : []),
  ]
}

function inSpan({ parts, timeZone }: Wanted, span: Span): RawBuilder<unknown> {
  const onDay = span.day === null ? sql`` : sql`AND ${dayOfTicket(timeZone)} = ${span.day}::date`
  return sql`${partsHold(parts)} AND ${openedIn(span)} ${onDay}`
}

function inBook({ parts }: Wanted, { first, last }: NonNullable<Pieces['days']>): RawBuilder<unknown> {
  const { shopId, department, agent, category, channel } = parts
  const all = [sql`figures.shop_id = ${shopId}`, sql`figures.day BETWEEN ${first}::date AND ${last}::date`]
  if (department !== undefined) all.push(sql`figures.department_id = ${department ?? NOBODY}`)
  if (agent !== undefined) all.push(sql`figures.agent_id = ${agent ?? NOBODY}`)
  if (category !== undefined) all.push(sql`figures.category = ${category}`)
  if (channel !== undefined) all.push(sql`figures.channel = ${channel}`)
  return sql.join(all, sql` AND `)
}

function partOfTicket({ by, timeZone }: Wanted): RawBuilder<unknown> {
  if (by === null) return sql`NULL`
  return {
    agent: sql`coalesce(tickets.assignee_id, ${NOBODY})`,
    department: sql`coalesce(tickets.department_id, ${NOBODY})`,
    category: sql`tickets.category`,
    channel: sql`tickets.channel`,
    day: dayOfTicket(timeZone),
  }[by]
}

function partOfBook({ by }: Wanted): RawBuilder<unknown> {
  if (by === null) return sql`NULL`
  return sql.ref(
    { agent: 'agent_id', department: 'department_id', category: 'category', channel: 'channel', day: 'day' }[by],
  )
}

/** By which time zone's days a shop's book is kept; `null` where there is no book. */
export async function findBookZone(db: Connection, shopId: string): Promise<string | null> {
  const book = await db.selectFrom('figureBooks').select('timeZone').where('shopId', '=', shopId).executeTakeFirst()
  return book?.timeZone ?? null
}

/** How many tickets a shop has, whenever they were opened. */
export async function readTotals(db: Connection, shopId: string): Promise<{ total: number; closed: number }> {
  const { rows } = await sql<{ total: number; closed: number }>`
    SELECT (book.total + written.total)::int AS total, (book.closed + written.closed)::int AS closed
    FROM (SELECT coalesce(sum(${EVERY_STATUS}), 0) AS total, coalesce(sum(closed), 0) AS closed FROM figures
      WHERE shop_id = ${shopId} AND NOT settled) AS written,
    (SELECT total, closed FROM figure_books WHERE shop_id = ${shopId}) AS book`.execute(db)
  return rows[0] ?? { total: 0, closed: 0 }
}

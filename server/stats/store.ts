import { FIGURES, type Figure, type Figures, type Measure, type StatsPart } from '@comptoir/sdk/contract'
import { type RawBuilder, sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection } from '../platform/db.ts'
import { COUNTED, type Counted, MEASURED, type Measured, type Period } from './rules.ts'

/** Which tickets. A part that is `null` asks for those that have none of it. */
export interface Selection extends Period {
  /** `null`: of all shops, for the operator's eyes alone. */
  shopId: string | null
  agent?: string | null
  category?: string
  channel?: string
  department?: string | null
}

export interface Part {
  key: string | null
  figures: Figures
}

type Row = Record<string, number | null> & { part?: string | null; whole?: number }

/** The figures of the whole and, if asked for, of its parts: in one pass, so that they are of one moment. */
export async function readFigures(
  db: Connection,
  selection: Selection,
  now: Date,
  part: { by: StatsPart; timeZone: string } | null = null,
): Promise<{ whole: Figures; parts: Part[] }> {
  const columns = [...FIGURES.map((figure) => countOf(figure, now)), ...MEASURES.flatMap(measureOf)]
  const key = part && partOf(part)
  const grouped = key ? sql`SELECT ${key}::text AS part, grouping(${key}) AS whole,` : sql`SELECT`
  const groups = key ? sql`GROUP BY GROUPING SETS ((), (${key}))` : sql``
  const { rows } =
    await sql<Row>`${grouped} ${sql.join(columns)} FROM tickets WHERE ${within(selection)} ${groups}`.execute(db)
  const whole = rows.find((row) => row.whole !== 0)
  const parts = rows.filter((row) => row.whole === 0)
  return {
    whole: figuresOf(whole ?? {}),
    parts: parts.map((row) => ({ key: row.part ?? null, figures: figuresOf(row) })),
  }
}

const MEASURES: Measured[] = ['firstResponse', 'resolution', 'satisfaction']

/** Names of result columns; those of the contract hold dots. */
const nameOf = (figure: Figure) => `n${FIGURES.indexOf(figure)}`
const meanOf = (figure: Figure) => `mean${FIGURES.indexOf(figure)}`
const medianOf = (figure: Figure) => `median${FIGURES.indexOf(figure)}`

const countOf = (figure: Figure, now: Date) =>
  sql`count(*) FILTER (WHERE ${conditionOf(COUNTED[figure], now)}) AS ${sql.id(nameOf(figure))}`

function measureOf(figure: Measured): RawBuilder<unknown>[] {
  const measured = MEASURED[figure]
  const value =
    'secondsTo' in measured
      ? sql`date_part('epoch', ${sql.ref(`tickets.${measured.secondsTo}`)} - tickets.created_at)`
      : sql`${sql.ref(`tickets.${measured.number}`)}::float8`
  return [
    sql`avg(${value}) AS ${sql.id(meanOf(figure))}`,
    sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY ${value}) AS ${sql.id(medianOf(figure))}`,
  ]
}

function conditionOf({ status, has, wasEscalated, openedWithin }: Counted, now: Date): RawBuilder<boolean> {
  const all = [sql<boolean>`true`]
  if (status) all.push(sql`tickets.status IN (${sql.join(status)})`)
  if (has) all.push(sql`${sql.ref(`tickets.${has}`)} IS NOT NULL`)
  if (wasEscalated) all.push(sql`tickets.was_escalated`)
  if (openedWithin) all.push(sql`tickets.created_at >= ${new Date(now.getTime() - openedWithin)}`)
  return sql`(${sql.join(all, sql` AND `)})`
}

function within({ shopId, from, to, department, agent, category, channel }: Selection): RawBuilder<boolean> {
  const all = [sql`tickets.created_at >= ${from}`, sql`tickets.created_at < ${to}`]
  if (shopId !== null) all.push(sql`tickets.shop_id = ${shopId}`)
  if (department !== undefined) all.push(sql`tickets.department_id IS NOT DISTINCT FROM ${department}::uuid`)
  if (agent !== undefined) all.push(sql`tickets.assignee_id IS NOT DISTINCT FROM ${agent}::uuid`)
  if (category !== undefined) all.push(sql`tickets.category = ${category}`)
  if (channel !== undefined) all.push(sql`tickets.channel = ${channel}`)
  return sql`${sql.join(all, sql` AND `)}`
}

/** By its literal text: the same expression must stand in the list of columns and in the grouping. */
function partOf({ by, timeZone }: { by: StatsPart; timeZone: string }): RawBuilder<unknown> {
  if (by === 'day') return sql`(tickets.created_at AT TIME ZONE ${sql.lit(timeZone)})::date`
  return {
    agent: sql`tickets.assignee_id`,
    category: sql`tickets.category`,
    channel: sql`tickets.channel`,
    department: sql`tickets.department_id`,
  }[by]
}

/** How many tickets some of the figures count. */
export async function countFigures<F extends Figure>(
  db: Connection,
  selection: Selection,
  figures: readonly F[],
  now: Date,
): Promise<Record<F, number>> {
  const columns = sql.join(figures.map((figure) => countOf(figure, now)))
  const { rows } = await sql<Row>`SELECT ${columns} FROM tickets WHERE ${within(selection)}`.execute(db)
  const counts = figures.map((figure) => [figure, rows[0]?.[nameOf(figure)] ?? 0])
  // Its keys are the figures that were asked for.
  return Object.fromEntries(counts) as Record<F, number>
}

export const noFigures = (): Figures => figuresOf({})

function figuresOf(row: Row): Figures {
  const count = (figure: Figure) => row[nameOf(figure)] ?? 0
  const measure = (figure: Measured): Measure => ({
    count: count(figure),
    mean: rounded(row[meanOf(figure)]),
    median: rounded(row[medianOf(figure)]),
  })
  const total = count('total')
  const withRate = (of: Measure) => ({ ...of, rate: total === 0 ? null : of.count / total })
  return {
    total,
    open: count('open'),
    closed: count('closed'),
    last24h: count('last24h'),
    escalated: count('escalated'),
    byStatus: {
      open: count('byStatus.open'),
      in_progress: count('byStatus.in_progress'),
      pending: count('byStatus.pending'),
      resolved: count('byStatus.resolved'),
      closed: count('byStatus.closed'),
      escalated: count('byStatus.escalated'),
    },
    firstResponse: measure('firstResponse'),
    resolution: withRate(measure('resolution')),
    satisfaction: withRate(measure('satisfaction')),
  }
}

/** To the thousandth: a second has no finer parts in our times. */
const rounded = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value * 1000) / 1000

/** The tickets behind a figure, newest first; one more than the limit, to see whether there are more. */
export async function listBehind(
  db: Connection,
  selection: Selection,
  figure: Figure,
  range: { cursor?: string | undefined; limit: number },
  now: Date,
): Promise<{ id: string; createdAt: Date }[]> {
  const after = range.cursor === undefined ? null : readCursor(range.cursor)
  const goOn = after ? sql`AND (tickets.created_at, tickets.id) < (${after.at}, ${after.id}::uuid)` : sql``
  const { rows } = await sql<{ id: string; createdAt: Date }>`SELECT tickets.id, tickets.created_at FROM tickets
    WHERE ${within(selection)} AND ${conditionOf(COUNTED[figure], now)} ${goOn}
    ORDER BY tickets.created_at DESC, tickets.id DESC LIMIT ${range.limit + 1}`.execute(db)
  return rows
}

/** By id, or by name in whatever case; of several that bore it, the one that is not retired. */
export async function findDepartment(db: Connection, shopId: string, ref: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('departments')
    .select('id')
    .where('shopId', '=', shopId)
    .where((eb) => eb.or([eb(sql`id::text`, '=', ref), eb(sql`lower(name)`, '=', ref.toLowerCase())]))
    .orderBy(sql`retired_at IS NULL`, 'desc')
    .orderBy('createdAt', 'desc')
    .executeTakeFirst()
  return found?.id
}

/** What agents and departments are called, those who have left and those that are retired, too. */
export async function listNames(
  db: Connection,
  shopId: string,
  by: 'agent' | 'department',
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const names =
    by === 'agent'
      ? db.selectFrom('auth.user').select(['id', 'name']).where('id', 'in', ids)
      : db.selectFrom('departments').select(['id', 'name']).where('shopId', '=', shopId).where('id', 'in', ids)
  const rows = await names.execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

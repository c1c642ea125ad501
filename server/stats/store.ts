import type { Figure } from '@comptoir/sdk/contract'
import { type RawBuilder, sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection } from '../platform/db.ts'
import { COUNTED, type Counted, type Period } from './rules.ts'

/** Which tickets, whenever opened. A part that is `null` asks for those that have none of it. */
export interface Parts {
  /** `null`: of all shops, for the operator's eyes alone. */
  shopId: string | null
  agent?: string | null
  category?: string
  channel?: string
  department?: string | null
}

export type Selection = Parts & Period

/** What the book has where there is no agent, or no department. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

function conditionOf({ status, has, wasEscalated, openedWithin }: Counted, now: Date): RawBuilder<boolean> {
  const all = [sql<boolean>`true`]
  if (status) all.push(sql`tickets.status IN (${sql.join(status)})`)
  if (has) all.push(sql`${sql.ref(`tickets.${has}`)} IS NOT NULL`)
  if (wasEscalated) all.push(sql`tickets.was_escalated`)
  if (openedWithin) all.push(sql`tickets.created_at >= ${new Date(now.getTime() - openedWithin)}`)
  return sql`(${sql.join(all, sql` AND `)})`
}

export const openedIn = ({ from, to }: Period): RawBuilder<boolean> =>
  sql`tickets.created_at >= ${from} AND tickets.created_at < ${to}`

export function partsHold({ shopId, department, agent, category, channel }: Parts): RawBuilder<boolean> {
  const all = [sql`true`]
  if (shopId !== null) all.push(sql`tickets.shop_id = ${shopId}`)
  if (department !== undefined) all.push(sql`tickets.department_id IS NOT DISTINCT FROM ${department}::uuid`)
  if (agent !== undefined) all.push(sql`tickets.assignee_id IS NOT DISTINCT FROM ${agent}::uuid`)
  if (category !== undefined) all.push(sql`tickets.category = ${category}`)
  if (channel !== undefined) all.push(sql`tickets.channel = ${channel}`)
  return sql`${sql.join(all, sql` AND `)}`
}

/** By its literal text: the same expression must stand in the list of columns and in the grouping. */
export const dayOfTicket = (timeZone: string): RawBuilder<string> =>
  sql`(tickets.created_at AT TIME ZONE ${sql.lit(timeZone)})::date`

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
    WHERE ${partsHold(selection)} AND ${openedIn(selection)} AND ${conditionOf(COUNTED[figure], now)} ${goOn}
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

import type { AgentRow, Presence, PresenceState } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Membership } from '../departments/store.ts'
import { agentRoleOf } from '../identity/store.ts'
import { readCursor } from '../platform/cursor.ts'
import type { Connection, Db, Trx } from '../platform/db.ts'
import { SILENCE_SECONDS } from '../platform/roster.ts'
import type { AttendanceRecord } from '../schema.ts'
import { waitsForShop } from '../tickets/store.ts'

export interface AgentOfShop {
  shopId: string
  agentId: string
}

const living = sql<boolean>`nodes.seen_at > now() - make_interval(secs => ${sql.lit(SILENCE_SECONDS)})`

export const listHere = (db: Db, nodeId: string): Promise<AgentOfShop[]> =>
  db.selectFrom('presences').select(['shopId', 'agentId']).where('nodeId', '=', nodeId).execute()

/** Agents who have come to this node. Whoever no longer works in the shop is left out. */
export function insertHere(db: Db, nodeId: string, agents: AgentOfShop[]): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const come = sql`unnest(${agents.map(({ shopId }) => shopId)}::uuid[], ${agents.map(({ agentId }) => agentId)}::uuid[])
      AS come (shop_id, agent_id) JOIN auth.member ON member.organization_id = come.shop_id AND member.user_id = come.agent_id`
    await sql`INSERT INTO attendances (shop_id, agent_id, away, state, since)
      SELECT shop_id, agent_id, false, 'offline', now() FROM ${come} ORDER BY 1, 2 ON CONFLICT DO NOTHING`.execute(trx)
    await sql`INSERT INTO presences (shop_id, agent_id, node_id)
      SELECT shop_id, agent_id, ${nodeId}::uuid FROM ${come} ON CONFLICT DO NOTHING`.execute(trx)
  })
}

export async function deleteHere(db: Db, nodeId: string, agents: AgentOfShop[]): Promise<void> {
  await sql`DELETE FROM presences WHERE node_id = ${nodeId} AND (shop_id, agent_id) IN
    (SELECT * FROM unnest(${agents.map(({ shopId }) => shopId)}::uuid[], ${agents.map(({ agentId }) => agentId)}::uuid[]))`.execute(
    db,
  )
}

/** Whose state is no longer what was told of them, whichever node saw it. */
export async function listChanged(db: Db): Promise<AgentOfShop[]> {
  const { rows } = await sql<AgentOfShop>`
    SELECT shop_id, agent_id FROM attendances a WHERE state <> 'offline' AND NOT EXISTS (
      SELECT FROM presences p JOIN nodes ON nodes.id = p.node_id
      WHERE p.shop_id = a.shop_id AND p.agent_id = a.agent_id AND ${living})
    UNION
    SELECT a.shop_id, a.agent_id FROM presences p JOIN nodes ON nodes.id = p.node_id AND ${living}
      JOIN attendances a ON a.shop_id = p.shop_id AND a.agent_id = p.agent_id
      WHERE a.state <> CASE WHEN a.away THEN 'away' ELSE 'present' END`.execute(db)
  return rows
}

export const lockAttendance = (trx: Trx, { shopId, agentId }: AgentOfShop): Promise<AttendanceRecord | undefined> =>
  trx
    .selectFrom('attendances')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('agentId', '=', agentId)
    .forUpdate()
    .executeTakeFirst()

export async function isConnected(trx: Trx, { shopId, agentId }: AgentOfShop): Promise<boolean> {
  const found = await trx
    .selectFrom('presences')
    .innerJoin('nodes', 'nodes.id', 'presences.nodeId')
    .select('nodes.id')
    .where('presences.shopId', '=', shopId)
    .where('presences.agentId', '=', agentId)
    .where(living)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** By the database's clock, so that all nodes agree. Who leaves has left once, whatever follows until they are back. */
export const turnAttendance = (
  trx: Trx,
  { shopId, agentId }: AgentOfShop,
  state: PresenceState,
): Promise<AttendanceRecord> =>
  trx
    .updateTable('attendances')
    .set({ state, since: sql`now()`, leftAt: state === 'present' ? null : sql`coalesce(left_at, now())` })
    .where('shopId', '=', shopId)
    .where('agentId', '=', agentId)
    .returningAll()
    .executeTakeFirstOrThrow()

export async function putAway(db: Connection, { shopId, agentId }: AgentOfShop, away: boolean): Promise<void> {
  await db
    .updateTable('attendances')
    .set({ away })
    .where('shopId', '=', shopId)
    .where('agentId', '=', agentId)
    .execute()
}

export const findAttendance = (
  db: Connection,
  { shopId, agentId }: AgentOfShop,
): Promise<AttendanceRecord | undefined> =>
  db
    .selectFrom('attendances')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('agentId', '=', agentId)
    .executeTakeFirst()

/** Of these, those who are present. */
export async function listPresent(db: Connection, shopId: string, agentIds: readonly string[]): Promise<string[]> {
  const found = await db
    .selectFrom('attendances')
    .select('agentId')
    .where('shopId', '=', shopId)
    .where(sql<boolean>`agent_id = ANY (${agentIds}::uuid[])`)
    .where('state', '=', 'present')
    .execute()
  return found.map(({ agentId }) => agentId)
}

/** The names of those who are present, who came first first. */
export async function listPresentNames(db: Connection, shopId: string, limit: number): Promise<string[]> {
  const found = await db
    .selectFrom('attendances')
    .innerJoin('auth.user', 'auth.user.id', 'attendances.agentId')
    .select('auth.user.name')
    .where('attendances.shopId', '=', shopId)
    .where('attendances.state', '=', 'present')
    .orderBy('attendances.since')
    .orderBy('attendances.agentId')
    .limit(limit)
    .execute()
  return found.map(({ name }) => name)
}

/** The agents of a shop in the order in which they joined, one row more than the limit. */
export function listAgents(db: Db, shopId: string, range: { cursor?: string | undefined; limit: number }) {
  const after = range.cursor === undefined ? null : readCursor(range.cursor)
  return db
    .selectFrom('auth.member')
    .innerJoin('auth.user', 'auth.user.id', 'auth.member.userId')
    .leftJoin('attendances', (join) =>
      join
        .onRef('attendances.shopId', '=', 'auth.member.organizationId')
        .onRef('attendances.agentId', '=', 'auth.member.userId'),
    )
    .select(['auth.user.id', 'auth.user.name', 'auth.user.email', 'auth.member.role'])
    .select(['auth.member.createdAt as joinedAt', 'attendances.state', 'attendances.since'])
    .select((eb) =>
      eb
        .selectFrom('tickets')
        .select((count) => count.fn.countAll<number>().as('busy'))
        .where('tickets.shopId', '=', shopId)
        .whereRef('tickets.assigneeId', '=', 'auth.member.userId')
        .where(waitsForShop)
        .as('busy'),
    )
    .where('auth.member.organizationId', '=', shopId)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(auth.member.created_at, auth.member.user_id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid)`,
      ),
    )
    .orderBy('auth.member.createdAt')
    .orderBy('auth.member.userId')
    .limit(range.limit + 1)
    .execute()
}

export type AgentJoined = Awaited<ReturnType<typeof listAgents>>[number]

export function agentRowOf(joined: AgentJoined, memberships: readonly Membership[]): AgentRow {
  const { id, name, email, role, state, since, busy } = joined
  return {
    ...{ id, name, email, role: agentRoleOf(role) },
    presence: presenceOf({ state: state ?? 'offline', since }),
    departments: memberships
      .filter(({ agentId }) => agentId === id)
      .map((department) => ({ id: department.id, name: department.name, lead: department.lead })),
    busy: busy ?? 0,
  }
}

export const presenceOf = ({ state, since }: { state: PresenceState; since: Date | null }): Presence => ({
  state,
  since: since?.toISOString() ?? null,
})

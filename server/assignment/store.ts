import { TICKET_STATUSES } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Db, Trx } from '../platform/db.ts'
import type { DepartmentRecord, TicketRecord } from '../schema.ts'
import { waitsForShop } from '../tickets/store.ts'
import type { Candidate } from './rules.ts'

type Place = Pick<DepartmentRecord, 'shopId' | 'id'>

const busyOf = (agent: ReturnType<typeof sql.ref>) =>
  sql<number>`(SELECT count(*)::int FROM tickets WHERE tickets.shop_id = m.shop_id AND tickets.assignee_id = ${agent} AND ${waitsForShop})`

const inDepartment = (db: Connection, { shopId, id }: Place) =>
  db
    .selectFrom('departmentMembers as m')
    .innerJoin('auth.member', (join) =>
      join.onRef('auth.member.organizationId', '=', 'm.shopId').onRef('auth.member.userId', '=', 'm.agentId'),
    )
    .where('m.shopId', '=', shopId)
    .where('m.departmentId', '=', id)

/**
 * Who is present in a department, and how busy. Locked first and counted then: an agent of two departments is given
 * tickets by one of them at a time, and each sees what the other has given.
 */
export async function lockCandidates(trx: Trx, department: Place): Promise<Candidate[]> {
  const members = await inDepartment(trx, department).select('m.agentId').execute()
  if (members.length === 0) return []
  const present = await trx
    .selectFrom('attendances')
    .select('agentId')
    .where('shopId', '=', department.shopId)
    .where(
      'agentId',
      'in',
      members.map(({ agentId }) => agentId),
    )
    .where('state', '=', 'present')
    .orderBy('agentId')
    .forUpdate()
    .execute()
  if (present.length === 0) return []
  return inDepartment(trx, department)
    .select(['m.agentId', 'm.lastTurn', busyOf(sql.ref('m.agent_id')).as('busy')])
    .where(
      'm.agentId',
      'in',
      present.map(({ agentId }) => agentId),
    )
    .execute()
}

/** The next number in turn goes to this agent. */
export async function takeTurn(trx: Trx, { shopId, id }: Place, agentId: string): Promise<void> {
  const { turns } = await trx
    .updateTable('departments')
    .set((eb) => ({ turns: eb('turns', '+', 1) }))
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returning('turns')
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('departmentMembers')
    .set({ lastTurn: turns })
    .where('shopId', '=', shopId)
    .where('departmentId', '=', id)
    .where('agentId', '=', agentId)
    .execute()
}

const UNCLOSED = TICKET_STATUSES.filter((status) => status !== 'closed')

/** As the index has it. */
const URGENCY = sql`array_position(ARRAY['urgent', 'high', 'medium', 'low'], tickets.priority)`

/** What waits for somebody in a department, the most urgent and then the oldest first. */
export async function listUnassigned(db: Db, { shopId, id }: Place, but: string[], limit: number): Promise<string[]> {
  const waiting = await db
    .selectFrom('tickets')
    .select('tickets.id')
    .where('tickets.shopId', '=', shopId)
    .where('tickets.departmentId', '=', id)
    .where('tickets.assigneeId', 'is', null)
    .where('tickets.snoozedUntil', 'is', null)
    .where(waitsForShop)
    .where(sql<boolean>`tickets.id <> ALL (${but}::uuid[])`)
    .orderBy(URGENCY)
    .orderBy('tickets.createdAt')
    .orderBy('tickets.id')
    .limit(limit)
    .execute()
  return waiting.map((ticket) => ticket.id)
}

/** Tickets of a department that are not closed; found by their status, since most are. */
export async function listUnclosed(db: Db, { shopId, id }: Place, limit: number): Promise<string[]> {
  const found = await db
    .selectFrom('tickets')
    .select('id')
    .where('shopId', '=', shopId)
    .where('departmentId', '=', id)
    .where('status', 'in', UNCLOSED)
    .limit(limit)
    .execute()
  return found.map((ticket) => ticket.id)
}

export interface WaitingChat {
  id: string
  departmentId: string | null
  giveBack: string | null
  assignedAt: Date | null
  leftAt: Date | null
  now: Date
}

/** Chats whose customer waits for an answer of somebody who is not present, with the time by the database's clock. */
export async function listWaitingChats(
  db: Connection,
  { shopId, agentId }: { shopId: string; agentId: string },
  ticketId: string | null = null,
): Promise<WaitingChat[]> {
  const { rows } = await sql<WaitingChat>`
    SELECT tickets.id, tickets.department_id, departments.give_back, tickets.assigned_at, attendances.left_at, now() AS now
      FROM tickets
      LEFT JOIN departments ON departments.shop_id = tickets.shop_id AND departments.id = tickets.department_id
      LEFT JOIN attendances ON attendances.shop_id = tickets.shop_id AND attendances.agent_id = tickets.assignee_id
      LEFT JOIN ticket_messages AS last ON last.shop_id = tickets.shop_id AND last.ticket_id = tickets.id
        AND last.public_seq = tickets.last_public_seq
      WHERE tickets.shop_id = ${shopId} AND tickets.assignee_id = ${agentId} AND tickets.channel = 'chat'
        AND ${waitsForShop} AND (${ticketId}::uuid IS NULL OR tickets.id = ${ticketId}::uuid)
        AND attendances.state IS DISTINCT FROM 'present' AND last.author_kind IS DISTINCT FROM 'agent'`.execute(db)
  return rows
}

export interface Lead {
  agentId: string
  isPresent: boolean
  busy: number
}

export const listLeads = (db: Connection, department: Place): Promise<Lead[]> =>
  inDepartment(db, department)
    .leftJoin('attendances as a', (join) =>
      join.onRef('a.shopId', '=', 'm.shopId').onRef('a.agentId', '=', 'm.agentId'),
    )
    .select(['m.agentId', busyOf(sql.ref('m.agent_id')).as('busy')])
    .select(sql<boolean>`coalesce(a.state = 'present', false)`.as('isPresent'))
    .where('m.isLead', '=', true)
    .orderBy('auth.member.createdAt')
    .orderBy('m.agentId')
    .execute()

/** What an agent is to a department. */
export async function findStanding(
  db: Connection,
  { shopId, departmentId }: Pick<TicketRecord, 'shopId' | 'departmentId'>,
  agentId: string | null,
): Promise<'lead' | 'member' | 'stranger'> {
  if (agentId === null || departmentId === null) return 'stranger'
  const found = await inDepartment(db, { shopId, id: departmentId })
    .select('m.isLead')
    .where('m.agentId', '=', agentId)
    .executeTakeFirst()
  if (!found) return 'stranger'
  return found.isLead ? 'lead' : 'member'
}

import type { Department, DepartmentMember } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection, Trx } from '../platform/db.ts'
import type { DepartmentRecord } from '../schema.ts'
import { routeOf } from './rules.ts'

/** Changes of a shop's departments go one after the other: what they compare, names and categories, is in several rows. */
export async function lockDepartments(trx: Trx, shopId: string): Promise<DepartmentRecord[]> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`departments ${shopId}`}::text, 0))`.execute(trx)
  return listDepartments(trx, shopId)
}

/** Those that are not retired, oldest first. */
export const listDepartments = (db: Connection, shopId: string): Promise<DepartmentRecord[]> =>
  db
    .selectFrom('departments')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('retiredAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

/** One row more than the limit, to see whether there are more. */
export async function listDepartmentPage(
  db: Connection,
  shopId: string,
  range: { cursor?: string | undefined; limit: number },
): Promise<DepartmentRecord[]> {
  const after = range.cursor === undefined ? null : readCursor(range.cursor)
  return db
    .selectFrom('departments')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('retiredAt', 'is', null)
    .$if(after !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('createdAt', 'id'), '>', eb.tuple(after?.at ?? new Date(0), after?.id ?? ''))),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .limit(range.limit + 1)
    .execute()
}

/** The department to which tickets of a category go; none only in a shop without departments. */
export const findRoute = async (
  db: Connection,
  shopId: string,
  category: string,
): Promise<DepartmentRecord | undefined> => routeOf(await listDepartments(db, shopId), category)

/** By id, retired or not, or by the name that one has now, in whatever case. */
export const findDepartment = (db: Connection, shopId: string, ref: string): Promise<DepartmentRecord | undefined> => {
  const byId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(ref)
  return db
    .selectFrom('departments')
    .selectAll()
    .where('shopId', '=', shopId)
    .$if(byId, (query) => query.where('id', '=', ref))
    .$if(!byId, (query) => query.where('retiredAt', 'is', null).where(sql<boolean>`lower(name) = lower(${ref})`))
    .executeTakeFirst()
}

/** Held to the end of the transaction: tickets of one department are given out one after the other. */
export const lockDepartment = (trx: Trx, shopId: string, id: string): Promise<DepartmentRecord | undefined> =>
  trx
    .selectFrom('departments')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()

export type NewDepartmentRecord = Pick<
  DepartmentRecord,
  'shopId' | 'id' | 'name' | 'categories' | 'strategy' | 'capacity' | 'giveBack' | 'createdAt'
>

export const insertDepartment = (trx: Trx, department: NewDepartmentRecord): Promise<DepartmentRecord> =>
  trx.insertInto('departments').values(department).returningAll().executeTakeFirstOrThrow()

export const changeDepartment = (
  trx: Trx,
  { shopId, id }: Pick<DepartmentRecord, 'shopId' | 'id'>,
  turn: Partial<Omit<DepartmentRecord, 'shopId' | 'id' | 'createdAt'>>,
): Promise<DepartmentRecord> =>
  trx
    .updateTable('departments')
    .set(turn)
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export interface Member extends DepartmentMember {
  departmentId: string
}

/** Who is in these departments and still works in the shop, in the order in which they joined the shop. */
export const listMembers = (db: Connection, shopId: string, departmentIds: string[]): Promise<Member[]> =>
  departmentIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('departmentMembers')
        .innerJoin('auth.member', (join) =>
          join
            .onRef('auth.member.organizationId', '=', 'departmentMembers.shopId')
            .onRef('auth.member.userId', '=', 'departmentMembers.agentId'),
        )
        .select(['departmentMembers.departmentId', 'departmentMembers.agentId', 'departmentMembers.isLead as lead'])
        .where('departmentMembers.shopId', '=', shopId)
        .where('departmentMembers.departmentId', 'in', departmentIds)
        .orderBy('auth.member.createdAt')
        .orderBy('auth.member.userId')
        .execute()

/** Who leads a department, in the order in which they joined the shop. */
export const listLeads = async (db: Connection, shopId: string, departmentId: string): Promise<string[]> =>
  (await listMembers(db, shopId, [departmentId])).filter(({ lead }) => lead).map(({ agentId }) => agentId)

export interface Membership {
  agentId: string
  id: string
  name: string
  lead: boolean
}

/** The departments of these agents, oldest first. */
export const listDepartmentsOf = (db: Connection, shopId: string, agentIds: string[]): Promise<Membership[]> =>
  agentIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('departmentMembers')
        .innerJoin('departments', (join) =>
          join
            .onRef('departments.shopId', '=', 'departmentMembers.shopId')
            .onRef('departments.id', '=', 'departmentMembers.departmentId'),
        )
        .select(['departmentMembers.agentId', 'departments.id', 'departments.name', 'departmentMembers.isLead as lead'])
        .where('departmentMembers.shopId', '=', shopId)
        .where('departmentMembers.agentId', 'in', agentIds)
        .where('departments.retiredAt', 'is', null)
        .orderBy('departments.createdAt')
        .orderBy('departments.id')
        .execute()

/** Puts agents into a department, or says anew whether they lead; they keep their turn. */
export async function putMembers(
  trx: Trx,
  { shopId, id }: Pick<DepartmentRecord, 'shopId' | 'id'>,
  members: readonly DepartmentMember[],
): Promise<void> {
  if (members.length === 0) return
  await trx
    .insertInto('departmentMembers')
    .values(members.map(({ agentId, lead }) => ({ shopId, departmentId: id, agentId, isLead: lead })))
    .onConflict((conflict) =>
      conflict
        .columns(['shopId', 'departmentId', 'agentId'])
        .doUpdateSet((eb) => ({ isLead: eb.ref('excluded.isLead') })),
    )
    .execute()
}

export async function dropMembersBut(
  trx: Trx,
  { shopId, id }: Pick<DepartmentRecord, 'shopId' | 'id'>,
  agentIds: string[],
): Promise<void> {
  await trx
    .deleteFrom('departmentMembers')
    .where('shopId', '=', shopId)
    .where('departmentId', '=', id)
    .$if(agentIds.length > 0, (query) => query.where('agentId', 'not in', agentIds))
    .execute()
}

export const departmentOf = (record: DepartmentRecord, members: readonly Member[]): Department => ({
  id: record.id,
  name: record.name,
  categories: record.categories,
  strategy: record.strategy,
  capacity: record.capacity,
  giveBack: record.giveBack,
  members: members
    .filter(({ departmentId }) => departmentId === record.id)
    .map(({ agentId, lead }) => ({ agentId, lead })),
  createdAt: record.createdAt.toISOString(),
})

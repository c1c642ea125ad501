import {
  type AgentRole,
  type Department,
  type DepartmentChange,
  type DepartmentMember,
  LIMITS,
  type NewDepartment,
  newId,
  type Page,
} from '@comptoir/sdk/contract'
import { checkKnown } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { allow } from '../identity/roles.ts'
import { findAgents } from '../identity/store.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import type { Trx } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import type { DepartmentRecord } from '../schema.ts'
import { giveOutLater } from './jobs.ts'
import { takenCategory } from './rules.ts'
import * as store from './store.ts'

export async function readDepartments(
  ctx: Context,
  actor: Actor,
  range: { cursor?: string | undefined; limit: number },
): Promise<Page<Department>> {
  allow(actor, 'readDepartments')
  const found = await store.listDepartmentPage(ctx.db, actor.shopId, range)
  const { rows, nextCursor } = page(found, range.limit, ({ createdAt, id }) => ({ at: createdAt, id }))
  const members = await store.listMembers(
    ctx.db,
    actor.shopId,
    rows.map(({ id }) => id),
  )
  return { items: rows.map((row) => store.departmentOf(row, members)), nextCursor }
}

/** @throws Failure `conflict` where another department has the name or a category, `invalid` for members who are none of the shop's agents */
export function createDepartment(ctx: Context, actor: Actor, input: NewDepartment): Promise<Department> {
  allow(actor, 'changeDepartments')
  const { shopId } = actor
  return ctx.commit({ shopId, actor: authorOf(actor) }, async ({ trx, at }) => {
    const others = await store.lockDepartments(trx, shopId)
    if (others.length >= LIMITS.departments)
      throw new Failure('conflict', `A shop has at most ${LIMITS.departments} departments.`)
    checkUnlike(others, input)
    await checkCategories(trx, shopId, input.categories)
    await checkAgents(trx, shopId, input.members ?? [])
    return openDepartment(trx, shopId, input, at)
  })
}

/** A department with its members, unchecked: also for a shop that is being made. */
export async function openDepartment(trx: Trx, shopId: string, input: NewDepartment, at: Date): Promise<Department> {
  const { name, categories = [], strategy = null, capacity = null, giveBack = null, members = [] } = input
  const record = { shopId, id: newId(at.getTime()), name, categories, strategy, capacity, giveBack, createdAt: at }
  return putIn(trx, await store.insertDepartment(trx, record), members)
}

/** What every new shop begins with. */
const FIRST_DEPARTMENT = 'Support'

export const openFirstDepartment = (trx: Trx, shopId: string, at: Date): Promise<Department> =>
  openDepartment(trx, shopId, { name: FIRST_DEPARTMENT }, at)

/** Puts a new agent into departments, by id or name, else into the first one; an admin leads. @throws Failure `invalid` */
export async function joinDepartments(
  trx: Trx,
  { shopId, agentId, role }: { shopId: string; agentId: string; role: AgentRole },
  refs: readonly string[] = [],
): Promise<void> {
  const all = await store.lockDepartments(trx, shopId)
  const asked = await Promise.all(refs.map((ref) => store.findDepartment(trx, shopId, ref)))
  const joined = refs.length > 0 ? asked : all.slice(0, 1)
  for (const department of joined) {
    if (!department || department.retiredAt !== null) throw unknownDepartment(all)
    await store.putMembers(trx, department, [{ agentId, lead: role === 'admin' }])
  }
}

function unknownDepartment(all: DepartmentRecord[]): Failure {
  const detail = `Expected the name or the id of a department: ${all.map(({ name }) => name).join(', ')}.`
  return new Failure('invalid', `department: ${detail}`, { errors: [{ path: 'department', detail }] })
}

export function changeDepartment(
  ctx: Context,
  actor: Actor,
  id: string,
  { members, ...change }: DepartmentChange,
): Promise<Department> {
  allow(actor, 'changeDepartments')
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    const { one, others } = await pick(trx, shopId, id)
    checkUnlike(others, change)
    await checkCategories(trx, shopId, change.categories)
    if (members) {
      await checkAgents(trx, shopId, members)
      await store.dropMembersBut(
        trx,
        one,
        members.map(({ agentId }) => agentId),
      )
    }
    const changed = Object.keys(change).length > 0 ? await store.changeDepartment(trx, one, change) : one
    await giveOutLater(trx, one)
    return putIn(trx, changed, members ?? [])
  })
}

/** Its tickets that are not closed go where their categories go from now on; its name stays on those that are. */
export function retireDepartment(ctx: Context, actor: Actor, id: string): Promise<void> {
  allow(actor, 'changeDepartments')
  return ctx.db.transaction().execute(async (trx) => {
    const { one, others } = await pick(trx, actor.shopId, id)
    if (others.length === 0)
      throw new Failure('conflict', `${one.name} is the last department: every shop keeps one. Create another first.`)
    await store.changeDepartment(trx, one, { retiredAt: ctx.clock() })
    await giveOutLater(trx, one)
  })
}

async function pick(
  trx: Trx,
  shopId: string,
  id: string,
): Promise<{ one: DepartmentRecord; others: DepartmentRecord[] }> {
  const all = await store.lockDepartments(trx, shopId)
  const one = all.find((department) => department.id === id)
  if (!one) throw new Failure('not_found', 'There is no such department.')
  // Before its members' rows, as whoever gives its tickets out takes them.
  await store.lockDepartment(trx, shopId, id)
  return { one, others: all.filter((department) => department !== one) }
}

async function putIn(
  trx: Trx,
  department: DepartmentRecord,
  members: readonly DepartmentMember[],
): Promise<Department> {
  await store.putMembers(trx, department, members)
  return store.departmentOf(department, await store.listMembers(trx, department.shopId, [department.id]))
}

function checkUnlike(others: DepartmentRecord[], { name, categories = [] }: DepartmentChange): void {
  const namesake = others.find((other) => other.name.toLowerCase() === name?.toLowerCase())
  if (namesake) throw new Failure('conflict', `There is a department ${namesake.name} already.`)
  const taken = takenCategory(others, categories)
  if (taken) throw new Failure('conflict', `The category ${taken.category} goes to ${taken.by.name} already.`)
}

/** One that is retired is still where its old tickets go. */
async function checkCategories(trx: Trx, shopId: string, ids: readonly string[] = []): Promise<void> {
  if (ids.length === 0) return
  const all = await listCategories(trx, shopId)
  for (const [index, id] of ids.entries()) checkKnown(all, id, `categories.${index}`)
}

async function checkAgents(trx: Trx, shopId: string, members: readonly DepartmentMember[]): Promise<void> {
  const known = new Set(
    await findAgents(
      trx,
      shopId,
      members.map(({ agentId }) => agentId),
    ),
  )
  const at = members.findIndex(({ agentId }) => !known.has(agentId))
  if (at < 0) return
  const path = `members.${at}.agentId`
  const detail = 'Expected the id of an agent of this shop.'
  throw new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })
}

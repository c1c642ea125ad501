import { findDepartment, listDepartments } from '../../departments/store.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Connection } from '../../platform/db.ts'
import { Failure } from '../../platform/failure.ts'

export interface DeskFilter {
  assignee?: string | undefined
  department?: string | undefined
}

/** What a list is narrowed to; an `assigneeId` of `null` is nobody. */
export interface DeskQuery {
  assigneeId?: string | null
  departmentId?: string
}

const FOR_AGENTS = ['assignee', 'department', 'tag', 'customer', 'snoozed', 'mergedInto'] as const

type Asked = Partial<Record<(typeof FOR_AGENTS)[number], unknown>> & { sort?: string }

/** @throws Failure `forbidden` for shoppers who ask for what is on the desk */
export function checkDeskFilter(actor: Actor, asked: Asked): void {
  if (actor.kind === 'agent') return
  const refused: string[] = FOR_AGENTS.filter((name) => asked[name] !== undefined)
  if (asked.sort === 'due') refused.push('sort=due')
  if (refused.length > 0) throw new Failure('forbidden', `For agents alone: ${refused.join(', ')}.`)
}

/** Whose tickets an agent asks for, and of which department. @throws Failure `invalid` */
export async function readDeskFilter(db: Connection, actor: Actor, filter: DeskFilter): Promise<DeskQuery> {
  const { assignee, department } = filter
  return {
    ...(assignee !== undefined && { assigneeId: assigneeOf(actor, assignee) }),
    ...(department !== undefined && { departmentId: await departmentOf(db, actor.shopId, department) }),
  }
}

function assigneeOf(actor: Actor, asked: string): string | null {
  if (asked === 'none') return null
  if (asked !== 'me') return asked
  if (actor.kind === 'agent' && actor.agentId !== null) return actor.agentId
  throw refused('assignee', "Expected the id of an agent or none: a shop's secret key is nobody's own.")
}

async function departmentOf(db: Connection, shopId: string, asked: string): Promise<string> {
  const found = await findDepartment(db, shopId, asked)
  if (found) return found.id
  const names = (await listDepartments(db, shopId)).map(({ name }) => name)
  throw refused('department', `Expected the id or the name of a department: ${names.join(', ')}.`)
}

const refused = (path: string, detail: string) =>
  new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })

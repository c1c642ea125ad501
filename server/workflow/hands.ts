import type { WorkflowActions, WorkflowRule } from '@comptoir/sdk/contract'
import { handTo, moveTo, reroute } from '../assignment/hands.ts'
import { checkChoice } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { findDepartment } from '../departments/store.ts'
import { escalate } from '../escalation/actions.ts'
import { findAgent } from '../identity/store.ts'
import type { Unit } from '../platform/commit.ts'
import type { Connection } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { turn } from '../tickets/actions.ts'
import { edit } from '../tickets/change.ts'
import { tidyTags } from '../tickets/fields.ts'
import { tagsAfter } from './rules.ts'

/** @throws Failure `invalid` for people, departments and categories that the shop has not, or no longer has */
export async function checkReferences(
  db: Connection,
  shopId: string,
  { category, assigneeId, departmentId }: WorkflowActions,
  path: string,
): Promise<void> {
  if (category !== undefined) checkChoice(await listCategories(db, shopId), category, `${path}.category`)
  if (assigneeId !== undefined && !(await findAgent(db, shopId, assigneeId)))
    throw unknown(`${path}.assigneeId`, 'an agent of this shop')
  const department = departmentId === undefined ? null : await findDepartment(db, shopId, departmentId)
  if (department === undefined || (department && department.retiredAt !== null))
    throw unknown(`${path}.departmentId`, 'a department of this shop that is not retired')
}

function unknown(path: string, what: string): Failure {
  const detail = `Expected the id of ${what}.`
  return new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })
}

/** Does to a locked ticket what a rule asks for, in the order of the contract. */
export async function carryOut(
  unit: Unit,
  before: TicketRecord,
  rule: WorkflowRule,
  changes: WorkflowActions,
): Promise<TicketRecord> {
  const { category, priority, addTags, removeTags, departmentId, assigneeId, status, escalate: reason } = changes
  await checkReferences(unit.trx, unit.shopId, changes, rule.id)
  const tags = tidyTags(tagsAfter(before.tags, { addTags, removeTags }))
  const about = {
    ...(category && { category }),
    ...(priority && { priority }),
    ...((addTags || removeTags) && { tags }),
  }
  let ticket = await edit(unit, before, about)
  if (category && !departmentId) ticket = await reroute(unit, ticket, 'category')
  if (departmentId) ticket = await moveTo(unit, ticket, departmentId, 'workflow')
  if (assigneeId) ticket = await handTo(unit, ticket, assigneeId, { by: 'workflow', rule: rule.name })
  if (status) ticket = await turn(unit, ticket, status, 'workflow')
  if (reason === undefined) return ticket
  const params = { workflowId: rule.id, workflow: rule.name }
  return escalate(unit, ticket, { rule: 'workflow', reason, params, dueAt: null })
}

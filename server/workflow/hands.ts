import type { WorkflowActions, WorkflowRule } from '@comptoir/sdk/contract'
import { handTo, moveTo, reroute } from '../assignment/hands.ts'
import { escalate } from '../escalation/actions.ts'
import type { Unit } from '../platform/commit.ts'
import type { TicketRecord } from '../schema.ts'
import { edit, turn } from '../tickets/actions.ts'

/** Does to a locked ticket what a rule asks for, in the order of the contract. */
export async function carryOut(
  unit: Unit,
  before: TicketRecord,
  rule: WorkflowRule,
  changes: WorkflowActions,
): Promise<TicketRecord> {
  const { category, priority, departmentId, assigneeId, status, escalate: reason } = changes
  let ticket = await edit(unit, before, { ...(category && { category }), ...(priority && { priority }) })
  if (category && !departmentId) ticket = await reroute(unit, ticket, 'category')
  if (departmentId) ticket = await moveTo(unit, ticket, departmentId, 'workflow')
  if (assigneeId) ticket = await handTo(unit, ticket, assigneeId, { by: 'workflow', rule: rule.name })
  if (status) ticket = await turn(unit, ticket, status, 'workflow')
  if (reason === undefined) return ticket
  const params = { workflowId: rule.id, workflow: rule.name }
  return escalate(unit, ticket, { rule: 'workflow', reason, params, dueAt: null })
}

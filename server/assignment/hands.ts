import type { AssignmentReason, Moved } from '@comptoir/sdk/contract'
import { findRoute } from '../departments/store.ts'
import type { Unit } from '../platform/commit.ts'
import type { TicketRecord } from '../schema.ts'
import { changeTicket } from '../tickets/store.ts'
import { leadOf } from './rules.ts'
import { findStanding, listLeads } from './store.ts'

/** Gives a locked ticket to somebody, or to nobody, and answers it as it is then. To whoever holds it already is no change. */
export async function handTo(
  unit: Unit,
  before: TicketRecord,
  to: string | null,
  reason: AssignmentReason,
): Promise<TicketRecord> {
  const from = before.assigneeId
  if (from === to) return before
  const ticket = await changeTicket(unit.trx, before, {
    assigneeId: to,
    assignedAt: to === null ? null : unit.at,
    handedBackBy: handedBackBy(before, to, reason),
    updatedAt: unit.at,
  })
  unit.record({ type: 'ticket.assigned', ticket, data: { from, to, reason } })
  return ticket
}

/** Who has handed it back by hand does not want it; whoever was away would have answered. */
function handedBackBy({ assigneeId, handedBackBy }: TicketRecord, to: string | null, { by }: AssignmentReason) {
  if (to !== null) return null
  return by === 'hand' ? assigneeId : handedBackBy
}

/** Moves a locked ticket to another department. Its holder keeps it there only as a member, unless they are let. */
export async function moveTo(
  unit: Unit,
  before: TicketRecord,
  departmentId: string,
  because: Moved['because'],
): Promise<TicketRecord> {
  const from = before.departmentId
  if (from === departmentId) return before
  const moved = await changeTicket(unit.trx, before, { departmentId, handedBackBy: null, updatedAt: unit.at })
  unit.record({ type: 'ticket.moved', ticket: moved, data: { from, to: departmentId, because } })
  // Of a department that is no more, everybody keeps what they have begun.
  if (because === 'retired' || moved.assigneeId === null) return moved
  const stays = (await findStanding(unit.trx, moved, moved.assigneeId)) !== 'stranger'
  return stays ? moved : handTo(unit, moved, null, { by: 'move' })
}

/** Moves a locked ticket to where its category goes now: for whoever has changed the category. */
export async function reroute(unit: Unit, ticket: TicketRecord, because: Moved['because']): Promise<TicketRecord> {
  const department = await findRoute(unit.trx, unit.shopId, ticket.category)
  return department ? moveTo(unit, ticket, department.id, because) : ticket
}

/** Gives a locked ticket to a lead of its department, if there is one: to one who is present, rather who has less to do. */
export async function handToLead(unit: Unit, ticket: TicketRecord): Promise<TicketRecord> {
  const { shopId, departmentId, assigneeId } = ticket
  if (departmentId === null) return ticket
  const leads = await listLeads(unit.trx, { shopId, id: departmentId })
  if (leads.some(({ agentId, isPresent }) => agentId === assigneeId && isPresent)) return ticket
  const lead = leadOf(leads)
  return lead ? handTo(unit, ticket, lead.agentId, { by: 'escalation' }) : ticket
}

import type { Assignment, Ticket } from '@comptoir/sdk/contract'
import { findDepartment } from '../departments/store.ts'
import { allowAgent } from '../identity/roles.ts'
import { findAgent } from '../identity/store.ts'
import { type Actor, type AgentActor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { lockTicket } from '../tickets/actions.ts'
import { checkSeen, type Seen } from '../tickets/rules.ts'
import { ticketOf } from '../tickets/store.ts'
import { handTo, moveTo } from './hands.ts'
import { checkAssignment } from './rules.ts'
import { findStanding } from './store.ts'

/** By hand: to somebody, to nobody, or to another department. @throws Failure `conflict` that says who holds the ticket */
export async function assignTicket(
  ctx: Context,
  actor: Actor,
  ref: string,
  input: Assignment,
  seen: Seen = null,
): Promise<Ticket> {
  allowAgent(actor, 'assignTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const ticket = await lockTicket(unit, actor, ref)
    checkSeen(ticket, seen)
    return ticketOf(await assign(unit, actor, ticket, input), 'agent')
  })
}

/** To somebody or to nobody, of a ticket that is locked in somebody's unit. */
export async function assignWithin(
  unit: Unit,
  actor: Actor,
  ticket: TicketRecord,
  agentId: string | null,
): Promise<TicketRecord> {
  allowAgent(actor, 'assignTicket')
  return assign(unit, actor, ticket, { agentId })
}

async function assign(unit: Unit, actor: AgentActor, ticket: TicketRecord, input: Assignment): Promise<TicketRecord> {
  if ('agentId' in input && input.agentId === ticket.assigneeId) return ticket
  const asking = {
    role: actor.role,
    agentId: actor.agentId,
    standing: await findStanding(unit.trx, ticket, actor.agentId),
  }
  const names = await namesOf(unit, ticket)
  checkAssignment(asking, ticket, names)
  if ('departmentId' in input) return moveTo(unit, ticket, await departmentFor(unit, input.departmentId), 'hand')
  if (input.agentId !== null) await checkTarget(unit, actor, ticket, input.agentId, names.department)
  return handTo(unit, ticket, input.agentId, { by: 'hand' })
}

async function namesOf({ trx, shopId }: Unit, { assigneeId, departmentId }: TicketRecord) {
  const holder = assigneeId === null ? undefined : await findAgent(trx, shopId, assigneeId)
  const department = departmentId === null ? undefined : await findDepartment(trx, shopId, departmentId)
  return { holder: holder?.name ?? 'Somebody else', department: department?.name ?? 'a department' }
}

async function departmentFor({ trx, shopId }: Unit, id: string): Promise<string> {
  const department = await findDepartment(trx, shopId, id)
  if (department && department.retiredAt === null) return department.id
  throw refused('departmentId', 'Expected the id of a department of this shop that is not retired.')
}

/** An admin may give a ticket to everybody in the shop, whoever else to members of its department. */
async function checkTarget(
  { trx, shopId }: Unit,
  actor: AgentActor,
  ticket: TicketRecord,
  agentId: string,
  department: string,
): Promise<void> {
  if (!(await findAgent(trx, shopId, agentId))) throw refused('agentId', 'Expected the id of an agent of this shop.')
  if (actor.role === 'admin' || (await findStanding(trx, ticket, agentId)) !== 'stranger') return
  throw refused('agentId', `Expected the id of a member of ${department}; only an admin can give it to others.`)
}

const refused = (path: string, detail: string) =>
  new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })

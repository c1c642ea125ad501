import type { AgentRole, AssignmentReason, AssignmentSettings } from '@comptoir/sdk/contract'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { WAITING } from '../tickets/rules.ts'

/** Somebody who is present, and could be given a ticket. */
export interface Candidate {
  agentId: string
  /** How many tickets they hold that wait for the shop. */
  busy: number
  /** The number of the last ticket that they were given in turn; 0 before the first. */
  lastTurn: number
}

export interface Choice {
  to: string
  reason: AssignmentReason
}

const byTurn = (one: Candidate, other: Candidate): number =>
  one.lastTurn - other.lastTurn || (one.agentId < other.agentId ? -1 : 1)

/** Who comes first. Between two who are as busy it is the one whose turn is longer ago. */
const ORDERS = {
  round_robin: byTurn,
  least_busy: (one: Candidate, other: Candidate) => one.busy - other.busy || byTurn(one, other),
}

export const freeOf = (present: readonly Candidate[], capacity: number): Candidate[] =>
  present.filter(({ busy }) => busy < capacity)

/** Who gets the next ticket, and by which figures; `null` when it has to wait. Whoever has handed it back is left out. */
export function choose(
  { strategy, capacity }: Pick<AssignmentSettings, 'strategy' | 'capacity'>,
  present: readonly Candidate[],
  handedBackBy: string | null = null,
): Choice | null {
  if (strategy === 'manual') return null
  const free = freeOf(present, capacity)
  const [first] = free.filter(({ agentId }) => agentId !== handedBackBy).sort(ORDERS[strategy])
  if (!first) return null
  const figures = { busy: first.busy, capacity, present: present.length, free: free.length }
  return { to: first.agentId, reason: { by: strategy, ...figures } }
}

/** Whether somebody should be found for a ticket: not for one that is laid aside, until it is woken. */
export const wantsHolder = ({
  status,
  assigneeId,
  snoozedUntil,
}: Pick<TicketRecord, 'status' | 'assigneeId' | 'snoozedUntil'>): boolean =>
  assigneeId === null && snoozedUntil === null && WAITING.includes(status)

/** Who asks for a ticket to change hands, and what they are to its department. */
export interface Asking {
  role: AgentRole
  agentId: string | null
  standing: 'lead' | 'member' | 'stranger'
}

/**
 * An admin decides over every ticket and a lead over those of the department; a member over those that nobody holds, and
 * their own.
 * @throws Failure `ticket_closed`, `forbidden`, `conflict` that says who holds the ticket
 */
export function checkAssignment(
  { role, agentId, standing }: Asking,
  ticket: Pick<TicketRecord, 'status' | 'assigneeId'>,
  names: { holder: string; department: string },
): void {
  if (ticket.status === 'closed') throw new Failure('ticket_closed', 'The ticket is closed: it keeps its holder.')
  if (role === 'admin') return
  if (standing === 'stranger')
    throw new Failure('forbidden', `Expected an admin or a member of ${names.department}, whose ticket this is.`)
  const isOthers = ticket.assigneeId !== null && ticket.assigneeId !== agentId
  if (isOthers && standing !== 'lead')
    throw new Failure('conflict', `${names.holder} holds this ticket: they, a lead or an admin can hand it on.`)
}

/** For how many milliseconds more an absent holder keeps a chat; they are given it anew when it is assigned to them. */
export function restOf(chat: { leftAt: Date | null; assignedAt: Date | null }, giveBack: number, now: Date): number {
  const from = Math.max(chat.leftAt?.getTime() ?? 0, chat.assignedAt?.getTime() ?? 0)
  return from + giveBack - now.getTime()
}

/** The lead for an escalated ticket: somebody who is present, rather who has less to do. */
export function leadOf<L extends { isPresent: boolean; busy: number }>(leads: readonly L[]): L | undefined {
  return [...leads].sort((one, other) => Number(other.isPresent) - Number(one.isPresent) || one.busy - other.busy)[0]
}

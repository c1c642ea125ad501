import type { EscalationRule, Role, TicketPriority, TicketPriorityInput, TicketStatus } from '@comptoir/sdk/contract'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'

/** What can happen to a ticket without anybody asking for a status. */
export type Event = 'customer_wrote' | 'agent_wrote'

/** The life of a ticket, first half: what follows by itself. What is not listed leaves the status as it is. */
const FOLLOWS: Record<TicketStatus, Partial<Record<Event, TicketStatus>>> = {
  open: { agent_wrote: 'in_progress' },
  in_progress: {},
  pending: { customer_wrote: 'in_progress' },
  resolved: { customer_wrote: 'open' },
  escalated: {},
  closed: {},
}

export const statusAfter = (from: TicketStatus, event: Event): TicketStatus => FOLLOWS[from][event] ?? from

/** In these a ticket waits for the shop: somebody should hold it, and it counts against what they can hold. */
export const WAITING: readonly TicketStatus[] = ['open', 'in_progress', 'escalated']

const AGENTS: readonly Role[] = ['support_agent', 'admin']
const EVERYBODY: readonly Role[] = ['user', ...AGENTS]
const ADMINS: readonly Role[] = ['admin']
const AMONG_AGENTS = {
  open: AGENTS,
  in_progress: AGENTS,
  pending: AGENTS,
  resolved: AGENTS,
  escalated: AGENTS,
  closed: ADMINS,
}

/** The life of a ticket, second half: who may ask for which status. */
const ASKED: Record<TicketStatus, Partial<Record<TicketStatus, readonly Role[]>>> = {
  open: AMONG_AGENTS,
  in_progress: AMONG_AGENTS,
  pending: AMONG_AGENTS,
  // Its customer says whether it is: so it ends, or goes on.
  resolved: { ...AMONG_AGENTS, open: EVERYBODY, closed: ['user', ...ADMINS] },
  escalated: AMONG_AGENTS,
  closed: { open: ADMINS },
}

const CLOCKED: readonly TicketStatus[] = ['open', 'in_progress']
const LIVING: readonly TicketStatus[] = [...CLOCKED, 'pending', 'resolved']

/** The life of a ticket, third part: from which statuses it is escalated, by what. A bad rating opens even what is closed. */
export const ESCALATED_FROM: Record<EscalationRule, readonly TicketStatus[]> = {
  unanswered: CLOCKED,
  urgent: CLOCKED,
  rating: [...LIVING, 'closed'],
  workflow: LIVING,
  manual: LIVING,
}

/** @throws Failure `conflict` when nobody may go from one to the other, `forbidden` when this role may not */
export function checkTurn(from: TicketStatus, to: TicketStatus, role: Role): void {
  const roles = ASKED[from][to]
  // A shopper is told of no way that is not theirs.
  if (!roles && role !== 'user') {
    const ways = Object.keys(ASKED[from]).join(', ')
    throw new Failure('conflict', `A ticket that is ${from} can become ${ways}; ${to} was asked for.`)
  }
  if (!roles?.includes(role))
    throw new Failure('forbidden', `From ${from} to ${to}: expected ${roles?.join(' or ') ?? 'nobody'}, got ${role}.`)
}

/** The revisions of a ticket that its writer has seen; `null`: whichever. */
export type Seen = readonly number[] | null

/** @throws Failure `changed_meanwhile` where it has moved on since */
export function checkSeen({ number, revision }: Pick<TicketRecord, 'number' | 'revision'>, seen: Seen): void {
  if (seen === null || seen.includes(revision)) return
  const got = seen.length === 0 ? 'none of them' : seen.join(', ')
  throw new Failure('changed_meanwhile', `#${number} is at revision ${revision}; If-Match names ${got}.`)
}

/** The times that a status leaves on a ticket. */
export function timesAfter(
  to: TicketStatus,
  at: Date,
  before: { resolvedAt: Date | null },
): { resolvedAt: Date | null; closedAt: Date | null } {
  if (to === 'closed') return { resolvedAt: before.resolvedAt ?? at, closedAt: at }
  return { resolvedAt: to === 'resolved' ? at : null, closedAt: null }
}

/** What another status makes of a ticket. */
export function turnTo(before: TicketRecord, to: TicketStatus, at: Date) {
  return {
    status: to,
    updatedAt: at,
    ...timesAfter(to, at, before),
    // What is closed waits for nobody.
    ...(to === 'closed' && { snoozedUntil: null }),
    wasEscalated: before.wasEscalated || to === 'escalated',
  }
}

/** A merge closes a ticket, whoever the agent is: its conversation is not over, it goes on in the other. @throws Failure `conflict` */
export function checkMerge(from: Mergeable, into: Mergeable): void {
  if (from.id === into.id) throw new Failure('conflict', 'Expected another ticket to merge into, got the same.')
  for (const { number, status, mergedIntoId } of [from, into]) {
    if (mergedIntoId !== null) throw new Failure('conflict', `#${number} is merged into another ticket already.`)
    if (status === 'closed') throw new Failure('conflict', `#${number} is closed: an admin can open it again.`)
  }
  if (from.customerId !== into.customerId)
    throw new Failure(
      'conflict',
      `Expected two tickets of one customer: #${from.number} and #${into.number} are of two.`,
    )
}

type Mergeable = Pick<TicketRecord, 'id' | 'number' | 'status' | 'mergedIntoId' | 'customerId'>

const LONGEST_SNOOZE = 366 * 24 * 3_600_000

/** @throws Failure `invalid` */
export function checkSnooze(until: Date, now: Date): void {
  const delay = until.getTime() - now.getTime()
  if (delay > 0 && delay <= LONGEST_SNOOZE) return
  const detail = `Expected a time within the next year, got ${until.toISOString()}; it is ${now.toISOString()}.`
  throw new Failure('invalid', `until: ${detail}`, { errors: [{ path: 'until', detail }] })
}

/** `normal` is how the second of the earlier systems says `medium`. */
export const priorityOf = (input: TicketPriorityInput): TicketPriority => (input === 'normal' ? 'medium' : input)

import type {
  ClockRule,
  Deadline,
  DeadlineExplained,
  EscalationRule,
  EscalationSettings,
  NoDeadline,
  ShopHours,
  ShopSettings,
  TicketPriority,
  TicketStatus,
} from '@comptoir/sdk/contract'
import { Failure } from '../platform/failure.ts'
import type { Wait } from '../schema.ts'
import { durationOf } from '../shops/rules.ts'
import { ESCALATED_FROM } from '../tickets/rules.ts'
import { deadlineAfter } from './hours.ts'

/** What an agent has done to a ticket; `null` for what others do. */
export type Deed = 'answered' | 'touched' | null

export interface Clocked {
  status: TicketStatus
  priority: TicketPriority
  createdAt: Date
}

/** Whether a ticket waits for the next step of the shop, and its clocks run. */
export const isWaiting = (status: TicketStatus): boolean => ESCALATED_FROM.unanswered.includes(status)

export const newWait = ({ status, priority }: Pick<Clocked, 'status' | 'priority'>, answered = false): Wait => ({
  ...{ since: null, urgentSince: null, answered, touched: answered },
  waiting: isWaiting(status),
  priority,
})

/** A ticket that comes back to the shop, or becomes urgent, starts anew; what comes with that start is none of the deeds awaited, but an answer is. */
export function waitAfter(before: Wait, now: Pick<Clocked, 'status' | 'priority'>, deed: Deed, at: string): Wait {
  const waiting = isWaiting(now.status)
  const after = { ...before, waiting, priority: now.priority }
  if (waiting && !before.waiting) Object.assign(after, { since: at, urgentSince: at, answered: false, touched: false })
  if (now.priority === 'urgent' && before.priority !== 'urgent')
    Object.assign(after, { urgentSince: at, touched: false })
  if (deed === 'answered') return { ...after, answered: true, touched: true }
  if (deed === 'touched' && after.since !== at && after.urgentSince !== at) return { ...after, touched: true }
  return after
}

export const isSame = (one: Wait, other: Wait): boolean =>
  one.since === other.since &&
  one.urgentSince === other.urgentSince &&
  one.answered === other.answered &&
  one.touched === other.touched &&
  one.waiting === other.waiting &&
  one.priority === other.priority

/** The clocks that run for a ticket, the nearest first. */
export function clocksOf(ticket: Clocked, wait: Wait, { escalation, hours }: Ruling): Deadline[] {
  return started(ticket, wait, escalation)
    .flatMap((clock) => {
      const found = deadlineAfter(
        Date.parse(clock.startedAt),
        durationOf(clock.duration) ?? 0,
        countedBy(escalation, hours),
      )
      return found ? [{ ...clock, at: new Date(found.at).toISOString() }] : []
    })
    .sort((a, b) => a.at.localeCompare(b.at))
}

export type Ruling = Pick<ShopSettings, 'escalation' | 'hours'>

const countedBy = (escalation: EscalationSettings, hours: ShopHours): ShopHours | null =>
  escalation.businessHours ? hours : null

function started(ticket: Clocked, wait: Wait, escalation: EscalationSettings): Omit<Deadline, 'at'>[] {
  if (!isWaiting(ticket.status)) return []
  const since = wait.since ?? ticket.createdAt.toISOString()
  const { businessHours, urgent, byPriority } = escalation
  const clock = (rule: ClockRule, startedAt: string, duration: string | null) =>
    duration === null ? [] : [{ rule, startedAt, duration, businessHours }]
  return [
    ...(wait.answered ? [] : clock('unanswered', since, byPriority[ticket.priority] ?? escalation.unanswered)),
    ...(wait.touched || ticket.priority !== 'urgent' ? [] : clock('urgent', wait.urgentSince ?? since, urgent)),
  ]
}

/** Why a deadline is what it is, or why there is none. */
export function explainDeadline(ticket: Clocked, wait: Wait, ruling: Ruling): DeadlineExplained {
  const { escalation } = ruling
  const clocks = clocksOf(ticket, wait, ruling)
  const deadline = clocks[0] ?? null
  const hours = countedBy(escalation, ruling.hours)
  if (!deadline) return { deadline, because: whyNone(ticket, wait, escalation), clocks, counted: [], hours }
  const found = deadlineAfter(Date.parse(deadline.startedAt), durationOf(deadline.duration) ?? 0, hours)
  const counted = (found?.counted ?? []).map(({ from, to }) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    seconds: (to - from) / 1000,
  }))
  return { deadline, because: null, clocks, counted, hours }
}

function whyNone(ticket: Clocked, wait: Wait, escalation: EscalationSettings): NoDeadline {
  if (!isWaiting(ticket.status)) return 'not_waiting'
  if (started(ticket, wait, escalation).length > 0) return 'never'
  const anew = { ...wait, answered: false, touched: false }
  return started(ticket, anew, escalation).length > 0 ? 'answered' : 'off'
}

/** The clock that has run out by now, if one has. */
export const rungOut = (clocks: Deadline[], now: Date): Deadline | null =>
  clocks.find(({ at }) => Date.parse(at) <= now.getTime()) ?? null

/** @throws Failure `conflict` or `ticket_closed` where the life of a ticket has no such turn */
export function checkEscalation(status: TicketStatus, rule: EscalationRule): void {
  if (ESCALATED_FROM[rule].includes(status)) return
  if (status === 'closed') throw new Failure('ticket_closed', 'The ticket is closed: reopen it first.')
  if (status === 'escalated') throw new Failure('conflict', 'The ticket is escalated already.')
  throw new Failure('conflict', `A ticket that is ${status} waits for nobody here, and no clock escalates it.`)
}

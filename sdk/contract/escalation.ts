import { CLOCK_RULES, type Duration } from './deadline.ts'
import type { AgentId } from './ids.ts'
import type { TicketPriority, TicketStatus } from './ticket.ts'

/** When a ticket escalates by itself. `null` turns a rule off. */
export interface EscalationSettings {
  /** So long without an answer of an agent since the ticket was opened, or came back from the customer. */
  unanswered: Duration | null
  /** So long `urgent` without anything done by an agent. */
  urgent: Duration | null
  /** Rated below this, of 5; 1 is never. */
  ratingBelow: number
  /** Whether the clocks run in the shop's hours alone. */
  businessHours: boolean
  /** Another `unanswered` for tickets of a priority. */
  byPriority: Partial<Record<TicketPriority, Duration>>
}

export const ESCALATION_RULES = [...CLOCK_RULES, 'rating', 'workflow', 'manual'] as const
export type EscalationRule = (typeof ESCALATION_RULES)[number]

/** What a ticket was escalated by, with the figures that made it so. */
export interface EscalationParams {
  /** `unanswered` and `urgent`. */
  startedAt?: string
  duration?: Duration
  businessHours?: boolean
  /** `rating`. */
  score?: number
  below?: number
  /** `workflow`: the rule's id and name. */
  workflowId?: string
  workflow?: string
}

/** The fact `ticket.escalated`. */
export interface Escalated {
  rule: EscalationRule
  /** In the words of whoever escalated; `null` for a clock or a rating, whose `params` say it. */
  reason: string | null
  params: EscalationParams
  from: TicketStatus
  to: TicketStatus
  /** Who holds the ticket now: a lead of its department, if there is one. */
  holderId: AgentId | null
  /** When the clock ran out. */
  dueAt: string | null
}

/** `POST /api/tickets/:id/escalate`. */
export interface Escalation {
  reason: string
}

import type { AgentRow } from './department.ts'
import type { AgentId, TicketId } from './ids.ts'
import type { Score } from './rating.ts'
import type { StatsFilter } from './stats.ts'

/** `GET /api/reports/heat`: when the tickets of the period were opened, by the clock where the shop is. */
export interface Heat {
  period: { from: string; to: string; timeZone: string }
  total: number
  /** Seven days from Monday on, of 24 hours each: how many tickets were opened in the hour. */
  days: number[][]
}

/** `GET /api/reports/ratings`. */
export interface RatingsQuery extends StatsFilter {
  score?: Score
  /** Only those that say something. */
  commented?: boolean
  cursor?: string
  limit?: number
}

/** A rating of the period's tickets, latest ticket first. */
export interface RatedTicket {
  ticketId: TicketId
  number: number
  subject: string
  score: Score
  comment: string | null
  ratedAt: string
  /** Who held the ticket when it was rated. */
  agent: { id: AgentId; name: string | null } | null
  customerName: string | null
}

/** `GET /api/reports/live`: how it is at this moment. */
export interface LiveView {
  at: string
  /** Tickets whose customer waits for an answer of the shop. */
  waiting: number
  /** Of those, how many nobody holds. */
  unassigned: number
  /** The one that has waited longest. */
  longest: { ticketId: TicketId; number: number; since: string; seconds: number } | null
  escalated: number
  overdue: number
  /** Who is present or away, the busiest first. */
  agents: Pick<AgentRow, 'id' | 'name' | 'presence' | 'busy'>[]
}

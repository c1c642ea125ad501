import type { TicketStatus } from './ticket.ts'

/** The figures that can be opened to the tickets behind them. `open` is what is not closed; `byStatus.open` has the status. */
export const FIGURES = [
  'total',
  'open',
  'closed',
  'last24h',
  'escalated',
  'firstResponse',
  'resolution',
  'satisfaction',
  'byStatus.open',
  'byStatus.in_progress',
  'byStatus.pending',
  'byStatus.resolved',
  'byStatus.closed',
  'byStatus.escalated',
] as const
export type Figure = (typeof FIGURES)[number]

/** A measure over the tickets that have it: `count` of them; `null` where there is none. */
export interface Measure {
  count: number
  mean: number | null
  median: number | null
}

/**
 * All of them are about the tickets that were opened in the period, as they stand now; their definitions are in
 * `server/stats/rules.ts`.
 */
export interface Figures {
  total: number
  open: number
  closed: number
  /** Opened in the last 24 hours. */
  last24h: number
  escalated: number
  byStatus: Record<TicketStatus, number>
  /** Seconds from the opening to an agent's first answer. */
  firstResponse: Measure
  /** Seconds from the opening to the resolution that stands; `rate` is the part of `total` that has one, 0 to 1. */
  resolution: Measure & { rate: number | null }
  /** Scores, 1 to 5; `rate` is the part of `total` that was rated, 0 to 1. */
  satisfaction: Measure & { rate: number | null }
}

export const STATS_PARTS = ['agent', 'category', 'department', 'channel', 'day'] as const
export type StatsPart = (typeof STATS_PARTS)[number]

/** Which tickets. What is left out does not narrow. */
export interface StatsFilter {
  /** The last so many hours, days or weeks up to now: `24h`, `7d`, `4w`. `30d` when neither it nor `from` is given. */
  period?: string
  /**
   * Instead of `period`: a day such as `2026-03-01`, which begins at midnight where the shop is, or a time in ISO 8601.
   * A day given as `to` is still included; a time is not. Without `to`, up to now.
   */
  from?: string
  to?: string
  /** By id or by name; `none` for the tickets that have none. */
  department?: string
  /** Who holds the ticket now, by id; `none` for nobody. */
  agent?: string
  category?: string
  channel?: string
}

/** `GET /api/tickets/stats`. */
export interface StatsQuery extends StatsFilter {
  by?: StatsPart
}

export interface TicketStats extends Figures {
  period: { from: string; to: string; timeZone: string }
  /** With `by`: the same figures part by part. The parts' counts add up to the whole's. */
  parts?: (Figures & {
    /** The agent's or department's id, the category, the channel or the day; `null` for the tickets that have none. */
    key: string | null
    name: string | null
  })[]
}

/** `GET /api/tickets/stats/:figure/tickets`: newest first. */
export interface FigureQuery extends StatsFilter {
  cursor?: string
  limit?: number
}

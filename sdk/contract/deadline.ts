/** An ISO 8601 duration down to a second, such as `PT48H`, `PT2M` or `P1DT12H`. */
export type Duration = string

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** `09:00` to `18:00`, with seconds where wanted; `24:00` is the end of the day. One that ends before it begins, or with it, ends on the next day. */
export interface OpenSpan {
  from: string
  to: string
}

/** When a shop's people work. */
export interface ShopHours {
  /** An IANA name such as `Europe/Paris`. */
  timeZone: string
  /** Several spans a day; a day without one is closed. */
  week: Record<Weekday, OpenSpan[]>
  /** Dates such as `2026-12-25`, closed from midnight to midnight whatever the week says. */
  holidays: string[]
}

export const CLOCK_RULES = ['unanswered', 'urgent'] as const
export type ClockRule = (typeof CLOCK_RULES)[number]

/** When the next clock of a ticket runs out, and why then. */
export interface Deadline {
  at: string
  rule: ClockRule
  /** Where the clock was started: `duration` is counted from here, in the shop's hours alone if `businessHours`. */
  startedAt: string
  duration: Duration
  businessHours: boolean
}

/** Why no clock runs: the status waits for nobody, an agent has answered, the rules are off, or the shop is never open so long. */
export type NoDeadline = 'not_waiting' | 'answered' | 'off' | 'never'

/** `GET /api/tickets/:id/deadline`: why the deadline is what it is. */
export interface DeadlineExplained {
  deadline: Deadline | null
  /** Set when there is no deadline. */
  because: NoDeadline | null
  /** Every clock that runs, the nearest first. */
  clocks: Deadline[]
  /** What was counted for the deadline, span by span; together it is the duration. */
  counted: { from: string; to: string; seconds: number }[]
  /** The hours that were counted by; `null` for the clock on the wall. */
  hours: ShopHours | null
}

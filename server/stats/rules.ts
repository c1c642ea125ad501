import type { Figure, StatsFilter, TicketStatus } from '@comptoir/sdk/contract'
import { TICKET_STATUSES } from '@comptoir/sdk/contract'
import { Temporal } from 'temporal-polyfill'
import { Failure } from '../platform/failure.ts'

/*
 * What every figure means. All of them are about one set of tickets: those that were opened in the period (and belong to
 * the department, agent, category or channel asked for), as they stand when they are asked about. So the parts of a
 * whole never share a ticket, and each figure opens to tickets.
 *
 * - Times are by the clock on the wall, since that is how a customer waits; a shop's hours play no part in them.
 * - The first answer is the first message of an agent that the customer can read, by chat, console, API or mail. Internal
 *   notes, the system's own words and confirmations by mail are none. The wait begins when the ticket is opened.
 * - The resolution is the turn to `resolved` or `closed` that stands: a ticket that was opened again has none.
 * - A time is in whole milliseconds and never below zero. Means and medians are over the tickets that have the time or
 *   the score, of the period, and exact; a median is the middle one, or half-way between the two in the middle.
 * - An agent's tickets are those that the agent holds now, a department's those that it has now.
 */

/** Which tickets a figure counts. Everything that is named must hold. */
export interface Counted {
  status?: readonly TicketStatus[]
  has?: 'firstAnsweredAt' | 'resolvedAt' | 'rating'
  wasEscalated?: true
  /** Opened so many milliseconds ago at most. */
  openedWithin?: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const COUNTED: Record<Figure, Counted> = {
  total: {},
  open: { status: TICKET_STATUSES.filter((status) => status !== 'closed') },
  closed: { status: ['closed'] },
  last24h: { openedWithin: DAY },
  // At any time, whatever has become of it since.
  escalated: { wasEscalated: true },
  firstResponse: { has: 'firstAnsweredAt' },
  resolution: { has: 'resolvedAt' },
  satisfaction: { has: 'rating' },
  'byStatus.open': { status: ['open'] },
  'byStatus.in_progress': { status: ['in_progress'] },
  'byStatus.pending': { status: ['pending'] },
  'byStatus.resolved': { status: ['resolved'] },
  'byStatus.closed': { status: ['closed'] },
  'byStatus.escalated': { status: ['escalated'] },
}

/** What is measured: the seconds from the opening to a time, or a number that the ticket bears. */
export const MEASURED = {
  firstResponse: { secondsTo: 'firstAnsweredAt' },
  resolution: { secondsTo: 'resolvedAt' },
  satisfaction: { number: 'rating' },
} as const satisfies Partial<Record<Figure, { secondsTo: Counted['has'] } | { number: Counted['has'] }>>

export type Measured = keyof typeof MEASURED

/** From this time on, and before that. */
export interface Period {
  from: Date
  to: Date
}

const USUAL = '30d'
const UNITS: Record<string, number> = { h: HOUR, d: DAY, w: 7 * DAY }
/** So many days at most when they are listed one by one. */
const MOST_DAYS = 1_100

/** A day lasts, where the shop is, from midnight to midnight: 23 or 25 hours where the clocks change. @throws Failure `invalid` */
export function periodOf({ period, from, to }: StatsFilter, now: Date, timeZone: string): Period {
  // What is opened in this very millisecond is in the period up to now.
  const upToNow = new Date(now.getTime() + 1)
  if (from === undefined) {
    if (to !== undefined) throw wrong('from', 'Expected from beside to.')
    return { from: new Date(now.getTime() - lengthOf(period ?? USUAL)), to: upToNow }
  }
  if (period !== undefined) throw wrong('period', 'Expected period or from, got both.')
  const range = {
    from: timeOf('from', from, timeZone, 0),
    to: to === undefined ? upToNow : timeOf('to', to, timeZone, 1),
  }
  if (range.from >= range.to) throw wrong('to', `Expected a time after from, ${range.from.toISOString()}.`)
  return range
}

function lengthOf(period: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,3})([hdw])$/.exec(period) ?? []
  if (!count)
    throw wrong('period', `Expected hours, days or weeks such as 24h, 7d or 4w, got "${period.slice(0, 40)}".`)
  return Number(count) * (UNITS[unit] ?? 0)
}

function timeOf(path: string, text: string, timeZone: string, daysOn: number): Date {
  try {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) return new Date(Temporal.Instant.from(text).epochMilliseconds)
    const day = Temporal.PlainDate.from(text).add({ days: daysOn })
    return new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw wrong(
      path,
      `Expected a day such as 2026-03-01 or a time such as 2026-03-01T09:00:00Z, got "${text.slice(0, 40)}".`,
    )
  }
}

/** Every day of the period where the shop is, as `2026-03-01`, the first and the last perhaps in part. @throws Failure `invalid` */
export function daysOf({ from, to }: Period, timeZone: string): string[] {
  const last = dayOf(new Date(to.getTime() - 1), timeZone)
  const days: string[] = []
  for (let day = dayOf(from, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (days.length === MOST_DAYS)
      throw wrong('by', `Expected a period of at most ${MOST_DAYS} days to show day by day.`)
    days.push(day.toString())
  }
  return days
}

/** What of a period is of the last 24 hours. */
export function latelyOf({ from, to }: Period, now: Date): Period | null {
  const since = new Date(Math.max(from.getTime(), now.getTime() - DAY))
  return since < to ? { from: since, to } : null
}

/** Tickets opened in a time. With a `day`, only those opened on it, by the clock where the shop is. */
export interface Span extends Period {
  day: string | null
}

/** What a period is put together from: whole days out of the book, and what single tickets add and take away. */
export interface Pieces {
  /** From the first through the last. */
  days: { first: string; last: string } | null
  add: Span
  takeAway: Span | null
}

/** Without a book of the shop's days every ticket is looked at. */
export const looseTickets = ({ from, to }: Period): Pieces => ({
  days: null,
  add: { from, to, day: null },
  takeAway: null,
})

/**
 * The first day in part, ticket by ticket; from then on whole days; and of the last, what is opened after the period taken
 * away again: up to now that is nothing.
 */
export function piecesOf(period: Period, timeZone: string): Pieces {
  const { from, to } = period
  const [first, last] = [dayOf(from, timeZone), dayOf(new Date(to.getTime() - 1), timeZone)]
  if (first.equals(last)) return looseTickets(period)
  return {
    days: { first: first.add({ days: 1 }).toString(), last: last.toString() },
    add: { from, to: endOf(first, timeZone), day: first.toString() },
    takeAway: { from: to, to: endOf(last, timeZone), day: last.toString() },
  }
}

/** When a day is over, whatever the clocks do at midnight: a little later than that. */
const endOf = (day: Temporal.PlainDate, timeZone: string): Date =>
  new Date(day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds + 2 * HOUR)

const dayOf = (time: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()

const wrong = (path: string, detail: string) =>
  new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })

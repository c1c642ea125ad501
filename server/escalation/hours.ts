import { type OpenSpan, type ShopHours, WEEKDAYS } from '@comptoir/sdk/contract'
import { Temporal } from 'temporal-polyfill'

/** From one instant up to another, in milliseconds since 1970. */
export interface Stretch {
  from: number
  to: number
}

const DAY = 86_400_000
/** A shop that is not open for long enough within these days has no deadline. */
const HORIZON = 732

/**
 * When a time that starts then has passed: on the clock on the wall, or in the shop's hours alone. Also answers the
 * stretches that were counted. `null` when the shop is not open for so long in the two years that follow.
 */
export function deadlineAfter(
  start: number,
  duration: number,
  hours: ShopHours | null,
): { at: number; counted: Stretch[] } | null {
  if (!hours) return { at: start + duration, counted: [{ from: start, to: start + duration }] }
  if (duration === 0) return { at: start, counted: [] }
  let left = duration
  const counted: Stretch[] = []
  for (const { from, to } of openParts(hours, start, start + HORIZON * DAY)) {
    const end = Math.min(to, from + left)
    counted.push({ from, to: end })
    left -= end - from
    if (left === 0) return { at: end, counted: joined(counted) }
  }
  return null
}

/** How long the shop is open between two instants, in milliseconds. */
export function openTime(start: number, end: number, hours: ShopHours | null): number {
  if (end <= start) return 0
  if (!hours) return end - start
  let sum = 0
  for (const { from, to } of openParts(hours, start, end)) sum += to - from
  return sum
}

/** The stretches in which the shop is open between two instants, in order. */
export const openStretches = (hours: ShopHours, start: number, end: number): Stretch[] =>
  joined([...openParts(hours, start, end)])

function joined(parts: Stretch[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const { from, to } of parts) {
    const last = stretches.at(-1)
    if (last?.to === from) last.to = to
    else stretches.push({ from, to })
  }
  return stretches
}

/** One after the other without overlapping; those of a shop that never closes touch at midnight. */
function* openParts(hours: ShopHours, start: number, end: number): Generator<Stretch> {
  let reached = start
  for (const piece of openPieces(hours, start, end)) {
    const from = Math.max(piece.from, reached)
    const to = Math.min(piece.to, end)
    if (from >= to) continue
    yield { from, to }
    reached = to
  }
}

/** Day after day: what is open of each, whole. */
function* openPieces(hours: ShopHours, start: number, end: number): Generator<Stretch> {
  const closed = new Set(hours.holidays)
  let midnight = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(hours.timeZone).startOfDay()
  while (midnight.epochMilliseconds < end) {
    const day = midnight.toPlainDate()
    const next = day.add({ days: 1 }).toZonedDateTime(hours.timeZone)
    if (!closed.has(day.toString())) yield* piecesOf(spansOn(hours, day.dayOfWeek - 1), regimesOf(midnight, next))
    midnight = next
  }
}

/** What the clock shows while the shop is open on a day of the week, 0 being Monday, in milliseconds from midnight: its own spans, and the ends of those of the night before. */
function spansOn({ week }: ShopHours, day: number): Stretch[] {
  const own = spansOf(week[WEEKDAYS[day] ?? 'mon']).map(({ from, to }) => ({ from, to: Math.min(to, DAY) }))
  const before = spansOf(week[WEEKDAYS[(day + 6) % 7] ?? 'mon'])
  const tails = before.filter(({ to }) => to > DAY).map(({ to }) => ({ from: 0, to: to - DAY }))
  return [...tails, ...own].sort((a, b) => a.from - b.from)
}

const spansOf = (spans: OpenSpan[]): Stretch[] =>
  spans.map((span) => {
    const from = clockOf(span.from)
    const to = clockOf(span.to)
    return { from, to: to > from ? to : to + DAY }
  })

function clockOf(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

interface Regime extends Stretch {
  /** What the clock shows at `from`, in milliseconds from midnight. */
  shows: number
}

/** From one change of the clocks to the next. A day has one of these, or two when its clocks change: then some times are shown twice, or never. */
function regimesOf(midnight: Temporal.ZonedDateTime, next: Temporal.ZonedDateTime): Regime[] {
  const regimes: Regime[] = []
  let from = midnight
  while (from.epochMilliseconds < next.epochMilliseconds) {
    // Looked for only where the day is not of its usual length: it is dear.
    const change =
      next.epochMilliseconds - midnight.epochMilliseconds === DAY ? null : from.getTimeZoneTransition('next')
    const to = change && Temporal.ZonedDateTime.compare(change, next) < 0 ? change : next
    const time = from.toPlainTime()
    const shows = Temporal.PlainTime.from('00:00').until(time).total('milliseconds')
    regimes.push({ from: from.epochMilliseconds, to: to.epochMilliseconds, shows })
    from = to
  }
  return regimes
}

/** The shop is open whenever its clock shows a time of a span: twice where that is shown twice, never where it is left out. */
function* piecesOf(spans: Stretch[], regimes: Regime[]): Generator<Stretch> {
  for (const regime of regimes) {
    const zero = regime.from - regime.shows
    for (const span of spans) {
      const from = Math.max(regime.from, zero + span.from)
      const to = Math.min(regime.to, zero + span.to)
      if (from < to) yield { from, to }
    }
  }
}

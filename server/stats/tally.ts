import { type Figure, type Figures, type Measure, TICKET_STATUSES, type TicketStatus } from '@comptoir/sdk/contract'
import { middleOf } from './middle.ts'
import { COUNTED } from './rules.ts'

/** What some tickets come to. Two of them can be added; their figures cannot. */
export interface Tally {
  byStatus: Record<TicketStatus, number>
  wasEscalated: number
  /** Opened in the last 24 hours. */
  lately: number
  /** How many were rated 1, 2, 3, 4 and 5. */
  scores: number[]
  /** Milliseconds to the first answer and to the resolution, of each ticket that has it. */
  firstResponse: Float64Array
  resolution: Float64Array
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((all, tally) => all + of(tally), 0)
  return {
    // Its keys are all of the statuses.
    byStatus: Object.fromEntries(
      TICKET_STATUSES.map((status) => [status, sum(({ byStatus }) => byStatus[status])]),
    ) as Tally['byStatus'],
    wasEscalated: sum((tally) => tally.wasEscalated),
    lately: sum((tally) => tally.lately),
    scores: [0, 1, 2, 3, 4].map((place) => sum(({ scores }) => scores[place] ?? 0)),
    firstResponse: joined(tallies.map((tally) => tally.firstResponse)),
    resolution: joined(tallies.map((tally) => tally.resolution)),
  }
}

function joined(parts: Float64Array[]): Float64Array {
  const [only] = parts
  if (only && parts.length === 1) return only
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0))
  let place = 0
  for (const part of parts) {
    all.set(part, place)
    place += part.length
  }
  return all
}

/** How many tickets a figure counts, by its definition. */
export function countIn(tally: Tally, figure: Figure): number {
  const { status, has, wasEscalated, openedWithin } = COUNTED[figure]
  if (has === 'firstAnsweredAt') return tally.firstResponse.length
  if (has === 'resolvedAt') return tally.resolution.length
  if (has === 'rating') return tally.scores.reduce((all, count) => all + count, 0)
  if (wasEscalated) return tally.wasEscalated
  if (openedWithin !== undefined) return tally.lately
  return (status ?? TICKET_STATUSES).reduce((all, one) => all + tally.byStatus[one], 0)
}

export function figuresOf(tally: Tally): Figures {
  const count = (figure: Figure) => countIn(tally, figure)
  const total = count('total')
  const withRate = (of: Measure) => ({ ...of, rate: total === 0 ? null : of.count / total })
  return {
    total,
    open: count('open'),
    closed: count('closed'),
    last24h: count('last24h'),
    escalated: count('escalated'),
    byStatus: { ...tally.byStatus },
    firstResponse: measureTimes(tally.firstResponse),
    resolution: withRate(measureTimes(tally.resolution)),
    satisfaction: withRate(measureScores(tally.scores)),
  }
}

/** In seconds. */
function measureTimes(times: Float64Array): Measure {
  const middle = middleOf(times)
  if (middle === null) return { count: 0, mean: null, median: null }
  let sum = 0
  for (const time of times) sum += time
  return { count: times.length, mean: rounded(sum / times.length / 1000), median: rounded(middle / 1000) }
}

function measureScores(counts: readonly number[]): Measure {
  const scores = Float64Array.from(counts.flatMap((count, place) => Array.from({ length: count }, () => place + 1)))
  const middle = middleOf(scores)
  if (middle === null) return { count: 0, mean: null, median: null }
  return { count: scores.length, mean: rounded(scores.reduce((a, b) => a + b) / scores.length), median: middle }
}

/** To the thousandth: a second has no finer parts in our times. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000

import type { WebhookOutcome } from '@comptoir/sdk/contract'
import type { Posted } from '../platform/fetch-guard.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The waits between attempts, 75 h and 35 min in all: the schedule that Standard Webhooks 1.0 proposes. */
export const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** Endpoints that fell over together are not asked all at once again. */
const JITTER = 0.1

/** An endpoint that asks for more time than this is asked again all the same. */
const LONGEST_WAIT = 24 * HOUR

/** These say that they have too much to do: never again within a minute. */
const OVERLOADED = [429, 502, 503, 504]

export interface Attempted {
  outcome: WebhookOutcome
  status: number | null
  /** Milliseconds that the endpoint asked for. */
  pause: number
}

/** Only a status of 200 to 299 is a delivery; a redirect is none. */
export function attemptedBy(posted: Posted, now: number): Attempted {
  if (posted.outcome !== 'answered') return { outcome: posted.outcome, status: null, pause: 0 }
  const { status } = posted
  if (status >= 200 && status < 300) return { outcome: 'delivered', status, pause: 0 }
  const asked = pauseOf(posted.retryAfter, now)
  return { outcome: 'refused', status, pause: OVERLOADED.includes(status) ? Math.max(asked, MINUTE) : asked }
}

/** `Retry-After`: seconds, or a date. */
function pauseOf(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 0
  const pause = /^\d+$/.test(retryAfter) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - now
  return Number.isFinite(pause) ? Math.min(Math.max(pause, 0), LONGEST_WAIT) : 0
}

/** After so many tries in a row, when it is tried again; `null`: never. `chance` is from 0 to 1. */
export function nextTry(tries: number, { pause }: Pick<Attempted, 'pause'>, chance: number): number | null {
  const wait = WAITS[tries - 1]
  if (wait === undefined) return null
  return Math.max(Math.round(wait * (1 + JITTER * (2 * chance - 1))), pause)
}

/** For so long a delivery is tried at the least. */
const HORIZON = WAITS.reduce((sum, wait) => sum + wait) * (1 - JITTER)

/**
 * What becomes of the endpoint: it is given up when it says so, or when a delivery has been tried to the end and nothing
 * was taken all the while. `failingFor`: milliseconds since the first of the failures in a row.
 */
export function verdict(
  { outcome, status }: Pick<Attempted, 'outcome' | 'status'>,
  isLastTry: boolean,
  failingFor: number,
): 'well' | 'failing' | 'gone' | 'dead' {
  if (outcome === 'delivered') return 'well'
  if (status === 410) return 'gone'
  return isLastTry && failingFor >= HORIZON ? 'dead' : 'failing'
}

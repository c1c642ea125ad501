import { Failure } from './failure.ts'

export interface Pace {
  /** So many at once … */
  burst: number
  /** … and so many a second in the long run. */
  perSecond: number
}

interface Bucket {
  tokens: number
  at: number
}

/** Token buckets by key. A key that has been quiet until its bucket was full again is forgotten. */
export class Pacer {
  readonly #buckets = new Map<string, Bucket>()
  readonly pace: Pace
  #sweptAt = 0

  constructor(pace: Pace) {
    this.pace = pace
  }

  /** Answers how many are left. @throws Failure `rate_limited` with the seconds to wait */
  take(key: string, now: number): number {
    const bucket = this.#buckets.get(key) ?? { tokens: this.pace.burst, at: now }
    // A clock that is set back takes nothing away: nobody waits for an hour that is over already.
    const seconds = Math.max(0, now - bucket.at) / 1000
    bucket.tokens = Math.min(this.pace.burst, bucket.tokens + seconds * this.pace.perSecond)
    bucket.at = now
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > 10_000) this.#forgetQuiet(now)
    if (bucket.tokens < 1) {
      const retryAfter = Math.max(1, Math.ceil((1 - bucket.tokens) / this.pace.perSecond))
      throw new Failure('rate_limited', `Expected at most ${this.pace.burst} at once; try again in ${retryAfter} s.`, {
        retryAfter,
      })
    }
    bucket.tokens -= 1
    return Math.floor(bucket.tokens)
  }

  #forgetQuiet(now: number): void {
    const full = (this.pace.burst / this.pace.perSecond) * 1000
    // Not at every call: with many people at once, each would pay for all.
    if (Math.abs(now - this.#sweptAt) < full) return
    this.#sweptAt = now
    for (const [key, bucket] of this.#buckets) if (Math.abs(now - bucket.at) > full) this.#buckets.delete(key)
  }
}

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
  readonly #pace: Pace

  constructor(pace: Pace) {
    this.#pace = pace
  }

  /** @throws Failure `rate_limited` with the seconds to wait */
  take(key: string, now: number): void {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#pace.burst, at: now }
    bucket.tokens = Math.min(this.#pace.burst, bucket.tokens + ((now - bucket.at) / 1000) * this.#pace.perSecond)
    bucket.at = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens < 1) {
      const retryAfter = Math.max(1, Math.ceil((1 - bucket.tokens) / this.#pace.perSecond))
      throw new Failure('rate_limited', `Expected at most ${this.#pace.burst} at once; try again in ${retryAfter} s.`, {
        retryAfter,
      })
    }
    bucket.tokens -= 1
    if (this.#buckets.size > 10_000) this.#forgetQuiet(now)
  }

  #forgetQuiet(now: number): void {
    const full = (this.#pace.burst / this.#pace.perSecond) * 1000
    for (const [key, bucket] of this.#buckets) if (now - bucket.at > full) this.#buckets.delete(key)
  }
}

import { Failure } from './failure.ts'
import { isUnavailable } from './live.ts'
import { apart } from './whole.ts'

/** So many go together at most: what they block, they block for long. */
const MOST_TOGETHER = 100
/** So many shops have a batch under way at once; one shop has one, and so its order. */
const UNDER_WAY = 3
/** So many of one shop may wait. */
const MOST_WAITING = 2_000

/** What became of one of those that went together. */
export type Outcome<O> = { answer: O } | { refused: Failure }

interface Waiting<I, O> {
  item: I
  settle(answer: O): void
  fail(error: unknown): void
}

/**
 * Lets what waits together be done together: the first goes at once, and what comes while it is under way goes in one
 * batch after it. Within a shop everybody keeps their place; shops take turns, however much waits in one of them.
 */
export class Together<I, O> {
  readonly #waiting = new Map<string, Waiting<I, O>[]>()
  readonly #underWay = new Set<string>()
  readonly #work: (shopId: string, items: I[]) => Promise<Outcome<O>[]>

  /** `work` answers for each in order; where it throws, all of it has left no trace. */
  constructor(work: (shopId: string, items: I[]) => Promise<Outcome<O>[]>) {
    this.#work = work
  }

  /** @throws Failure `rate_limited` when too many of the shop wait already; else as the work refuses */
  do(shopId: string, item: I): Promise<O> {
    const queue = this.#waiting.get(shopId) ?? []
    if (queue.length >= MOST_WAITING)
      throw new Failure('rate_limited', `Expected at most ${MOST_WAITING} of a shop to wait for their turn.`, {
        retryAfter: 1,
      })
    this.#waiting.set(shopId, queue)
    return new Promise((settle, fail) => {
      queue.push({ item, settle, fail })
      this.#goOn()
    })
  }

  #goOn(): void {
    for (const [shopId, queue] of this.#waiting) {
      if (this.#underWay.size >= UNDER_WAY) return
      if (this.#underWay.has(shopId)) continue
      const batch = queue.splice(0, MOST_TOGETHER)
      this.#waiting.delete(shopId)
      // What is left waits behind the other shops.
      if (queue.length > 0) this.#waiting.set(shopId, queue)
      this.#underWay.add(shopId)
      void apart(() => this.#go(shopId, batch)).then(() => {
        this.#underWay.delete(shopId)
        this.#goOn()
      })
    }
  }

  async #go(shopId: string, batch: Waiting<I, O>[]): Promise<void> {
    try {
      const items = batch.map(({ item }) => item)
      const outcomes = await this.#work(shopId, items)
      for (const [place, outcome] of outcomes.entries()) {
        if ('answer' in outcome) batch[place]?.settle(outcome.answer)
        else batch[place]?.fail(outcome.refused)
      }
    } catch (error) {
      await this.#goSingly(shopId, batch, error)
    }
  }

  /** One of them was the cause: alone, it fails alone. Where the database is away, it is away for each. */
  async #goSingly(shopId: string, batch: Waiting<I, O>[], error: unknown): Promise<void> {
    if (batch.length === 1 || isUnavailable(error)) for (const { fail } of batch) fail(error)
    else for (const one of batch) await this.#go(shopId, [one])
  }
}

/** A decision about one of them: a refusal is its own, anything else ends them all. */
export function refusable<T>(decide: () => T): Outcome<T> {
  try {
    return { answer: decide() }
  } catch (error) {
    if (error instanceof Failure) return { refused: error }
    throw error
  }
}

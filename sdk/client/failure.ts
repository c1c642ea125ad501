import type { FailureCode, FieldError, Message, Refusal } from '../contract/index.ts'

/** `retry` of the table in `contract/errors.ts`, without carrying its sentences into every page; a test compares the two. */
const PASSING: readonly string[] = ['network', 'rate_limited', 'internal', 'unavailable']

/** What every call of the SDK rejects with. `network`: no answer came; `aborted`: the caller's own signal, or `close()`. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode | 'network' | 'aborted'
  /** Whether the same call may succeed later without a change. */
  readonly retry: boolean
  /** The fields that were refused, with `invalid`. */
  readonly errors: readonly FieldError[]
  /** Seconds to wait, with `rate_limited` and `unavailable`. */
  readonly retryAfter: number | null
  /** What has been said since, with `stale_answer`. */
  readonly since: readonly Message[]

  constructor(
    code: Failure['code'],
    detail: string,
    more: Partial<Pick<Refusal, 'errors' | 'since'>> & { retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.retry = PASSING.includes(code)
    this.errors = more.errors ?? []
    this.retryAfter = more.retryAfter || null
    this.since = more.since ?? []
  }
}

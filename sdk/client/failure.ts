import { FAILURES, type FailureCode, type FieldError } from '../contract/index.ts'

/** What every call of the SDK rejects with. `network`: no answer came; `aborted`: the caller's own signal. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode | 'network' | 'aborted'
  /** Whether the same call may succeed later without a change. */
  readonly retry: boolean
  /** The fields that were refused, with `invalid`. */
  readonly errors: readonly FieldError[]
  /** Seconds to wait, with `rate_limited` and `unavailable`. */
  readonly retryAfter: number | null

  constructor(
    code: Failure['code'],
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.retry = code === 'network' || (code !== 'aborted' && FAILURES[code].retry)
    this.errors = more.errors ?? []
    this.retryAfter = more.retryAfter ?? null
  }
}

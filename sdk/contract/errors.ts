import type { Message } from './message.ts'

/**
 * Every refusal that a caller can meet. `status` is the HTTP status; `retry` says whether the same request may
 * succeed later without a change; `title` is the same sentence for every occurrence (RFC 9457), `detail` says what
 * was expected and what came.
 */
export const FAILURES = {
  malformed: { status: 400, retry: false, title: 'The request could not be read.' },
  unauthorized: { status: 401, retry: false, title: 'A valid credential is needed.' },
  forbidden: { status: 403, retry: false, title: 'This credential may not do that.' },
  origin_refused: { status: 403, retry: false, title: 'The shop does not allow this origin.' },
  not_found: { status: 404, retry: false, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, retry: false, title: 'This method is not offered here.' },
  conflict: { status: 409, retry: false, title: 'The present state does not allow that.' },
  ticket_closed: { status: 409, retry: false, title: 'The ticket is closed.' },
  stale_answer: { status: 409, retry: false, title: 'Somebody else has answered meanwhile.' },
  key_reused: { status: 409, retry: false, title: 'This key was used for another request.' },
  changed_meanwhile: { status: 412, retry: false, title: 'It has changed since you have seen it.' },
  too_large: { status: 413, retry: false, title: 'The request is too large.' },
  unsupported_type: { status: 415, retry: false, title: 'The body is of another type than expected.' },
  invalid: { status: 422, retry: false, title: 'The input is not valid.' },
  unknown_event: { status: 422, retry: false, title: 'There is no such event.' },
  rate_limited: { status: 429, retry: true, title: 'Too many requests.' },
  internal: { status: 500, retry: true, title: 'Something went wrong on our side.' },
  storage_full: { status: 507, retry: false, title: 'There is no room for this file.' },
  unavailable: { status: 503, retry: true, title: 'The service is not available at the moment.' },
} as const satisfies Record<string, { status: number; retry: boolean; title: string }>

export type FailureCode = keyof typeof FAILURES

/** One field that was refused. `path` is as in the body: `settings.mail.quietOpen`. */
export interface FieldError {
  path: string
  detail: string
}

/** The body of every refusal, `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  code: FailureCode
  detail: string
  instance: string
  requestId: string
  errors?: FieldError[]
  /** Seconds, with `rate_limited` and `unavailable`. */
  retryAfter?: number
  /** What has been said since, with `stale_answer`. */
  since?: Message[]
}

import { randomUUID } from 'node:crypto'
import { FAILURES, type Problem } from '@comptoir/sdk/contract'
import { RequestError } from '@hono/node-server'
import { Failure } from './failure.ts'
import { BARE_HEADERS, unexpected } from './live.ts'
import type { Log } from './log.ts'

/** What the adapter could make no request of, by its target or its host: no route has seen it. */
export function answerUnreadable(log: Log) {
  return (error: unknown): Response => {
    const failure =
      error instanceof RequestError
        ? new Failure('malformed', 'Expected a target and a Host header that make an address.')
        : unexpected(error, log)
    const { status, headers, body } = problemOf(failure, '', randomUUID())
    return new Response(body, { status, headers: { ...BARE_HEADERS, ...headers } })
  }
}

/** A failure as RFC 9457 has it. */
export function problemOf(failure: Failure, instance: string, requestId: string) {
  const { status, title } = FAILURES[failure.code]
  const problem: Problem = {
    type: `/api/errors/${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.message,
    instance,
    requestId,
    ...(failure.errors.length > 0 && { errors: failure.errors }),
    ...(failure.retryAfter && { retryAfter: failure.retryAfter }),
    ...(failure.since.length > 0 && { since: failure.since }),
  }
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    ...(failure.retryAfter && { 'Retry-After': String(failure.retryAfter) }),
    ...(failure.code === 'unauthorized' && { 'WWW-Authenticate': 'Bearer' }),
  }
  return { status, headers, body: JSON.stringify(problem) }
}

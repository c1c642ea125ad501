import type { FailureCode } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { clientAddress, type Http, type HttpContext, newHttp } from '../platform/http.ts'
import { type Auth, CLIENT_HEADER } from './auth.ts'

/**
 * What of better-auth is open. It offers much more, all of it at once; what is not listed here does not exist: who
 * belongs to a shop is decided at our own doors, by our own table of roles.
 */
const OPEN = [
  ['POST', '/sign-in/email'],
  ['POST', '/sign-out'],
  ['POST', '/change-password'],
  ['POST', '/revoke-other-sessions'],
  ['GET', '/organization/list'],
  ['POST', '/organization/set-active'],
] as const

/** Agents sign in and out here, and look after their own sign-ins. */
export function signInRoutes(ctx: Context, auth: Auth): Http {
  const http = newHttp()
  for (const [method, path] of OPEN) http.on(method, `/api/auth${path}`, (c) => pass(ctx, auth, c))
  return http
}

async function pass(ctx: Context, auth: Auth, c: HttpContext): Promise<Response> {
  const headers = new Headers(c.req.raw.headers)
  // Ours alone to say: a client that named its own address would have as many tries as it has names.
  headers.set(CLIENT_HEADER, clientAddress(c, ctx.config.trustedProxies))
  const body = c.req.method === 'GET' ? null : await c.req.text()
  const answer = await auth.handler(new Request(c.req.url, { method: c.req.method, headers, body }))
  if (answer.ok) return answer
  throw await refusalOf(answer)
}

const CODES: Record<number, FailureCode> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limited',
}

async function refusalOf(answer: Response): Promise<Error> {
  const { message = '' }: { message?: string } = await answer.json().catch(() => ({}))
  if (answer.status >= 500) return new Error(`better-auth: ${answer.status} ${message}`)
  const retryAfter = Number(answer.headers.get('X-Retry-After'))
  return new Failure(CODES[answer.status] ?? 'invalid', message || undefined, retryAfter ? { retryAfter } : {})
}

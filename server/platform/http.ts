import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { FAILURES, LIMITS, type Problem } from '@comptoir/sdk/contract'
import { RequestError } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { METHOD_NAME_ALL } from 'hono/router'
import { secureHeaders } from 'hono/secure-headers'
import type { Actor } from './actor.ts'
import { Failure, invalid } from './failure.ts'
import { BARE_HEADERS, unexpected } from './live.ts'
import type { Log } from './log.ts'

export interface HttpEnv {
  Variables: { requestId: string; actor: Actor }
}
export type Http = OpenAPIHono<HttpEnv>
export type HttpContext = HonoContext<HttpEnv>

/** A sub-app, one a feature: its schemas are the parsing and the documentation at once. */
export function newHttp(): Http {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error)
    },
  })
}

/** A JSON answer of a route, with its schema and what it holds. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})

/** The trunk that every request passes: its id, its log line, its headers, its limits; and the one place where failures are answered. */
export function newTrunk(log: Log): Http {
  const http = newHttp()
  http.use(identifyRequest(log), secureHeaders(HEADERS), refuseLargeBodies, refuseOtherBodies)
  http.onError((error, c) => answerProblem(c, failureOf(error, c, log.child({ requestId: c.var.requestId }))))
  http.notFound((c) => answerProblem(c, nothingHere(http, c)))
  return http
}

/** A path that answers to other methods says which; any other is unknown. */
function nothingHere(http: Http, c: HttpContext): Failure {
  const path = c.req.path.slice(0, 200)
  const offered = METHODS.filter((method) =>
    http.router.match(method, c.req.path)[0].some(([[, route]]) => route.method !== METHOD_NAME_ALL),
  )
  if (offered.length === 0) return new Failure('not_found', `Nothing is at ${c.req.method} ${path}.`)
  c.header('Allow', offered.join(', '))
  return new Failure('method_not_allowed', `Expected ${offered.join(' or ')} at ${path}, got ${c.req.method}.`)
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

const HEADERS = {
  crossOriginResourcePolicy: false,
  crossOriginOpenerPolicy: 'same-origin',
  strictTransportSecurity: false,
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
  },
}

/** The client's address: the connection's, or the one that the outermost of our own proxies has seen. */
export function clientAddress(c: HttpContext, trustedProxies: number): string {
  const { remote } = getConnInfo(c)
  const hops = (c.req.header('X-Forwarded-For') ?? '').split(',').map((hop) => hop.trim())
  const seen = trustedProxies === 0 ? '' : (hops.at(-trustedProxies) ?? hops[0] ?? '')
  return isIP(seen) ? seen : (remote.address ?? '')
}

/** A foreign request id is believed only in this form, so that nobody writes into our log. */
const FOREIGN_ID = /^[A-Za-z0-9_-]{8,64}$/

function identifyRequest(log: Log): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const foreign = c.req.header('X-Request-Id') ?? ''
    c.set('requestId', FOREIGN_ID.test(foreign) ? foreign : randomUUID())
    c.header('X-Request-Id', c.var.requestId)
    const start = performance.now()
    await next()
    const ms = Math.round(performance.now() - start)
    if (c.req.path.startsWith('/api')) c.header('Cache-Control', 'no-store')
    log.debug(
      { requestId: c.var.requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms },
      'request',
    )
  }
}

const limitBody = bodyLimit({
  maxSize: LIMITS.body,
  onError: () => {
    throw new Failure('too_large', `Expected a body of at most ${LIMITS.body} bytes.`)
  },
})

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

const refuseLargeBodies: MiddlewareHandler<HttpEnv> = (c, next) => {
  const { method, raw, url } = c.req
  if (!WITH_BODY.has(method)) return next()
  // A body of unknown length is counted while it is read into a copy of the request, and the adapter's own cannot be copied.
  if (!raw.headers.has('Content-Length') || raw.headers.has('Transfer-Encoding'))
    c.req.raw = new Request(url, { method, headers: raw.headers, body: raw.body, ...HALF_DUPLEX })
  return limitBody(c, next)
}

/** Asked for by every body that is a stream; the types of the browser do not know it. */
const HALF_DUPLEX = { duplex: 'half' }

/** Under `/api`, JSON alone: a form that another site posts cannot pass for one of our own requests. Pages, where no cookie counts, take forms. */
const refuseOtherBodies: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  const empty = !type && (c.req.header('Content-Length') ?? '0') === '0' && !c.req.header('Transfer-Encoding')
  const form = type === 'application/x-www-form-urlencoded' && !c.req.path.startsWith('/api')
  if (WITH_BODY.has(c.req.method) && type !== 'application/json' && !empty && !form) throw otherType(c)
  const packed = c.req.header('Content-Encoding')
  if (packed !== undefined && packed !== 'identity')
    throw new Failure('unsupported_type', `Expected a body without Content-Encoding, got ${packed.slice(0, 100)}.`)
  await next()
}

const otherType = (c: HttpContext) =>
  new Failure(
    'unsupported_type',
    `Expected Content-Type: application/json, got ${c.req.header('Content-Type')?.slice(0, 100) ?? 'none'}.`,
  )

function failureOf(error: unknown, c: HttpContext, log: Log): Failure {
  if (error instanceof Failure) return error
  if (error instanceof HTTPException && error.status === 415) return otherType(c)
  if (error instanceof HTTPException && error.status < 500)
    return new Failure('malformed', 'Expected a well-formed JSON body.')
  return unexpected(error, log)
}

/** RFC 9457. */
export function answerProblem(c: HttpContext, failure: Failure): Response {
  const { status, headers, body } = problemOf(failure, c.req.path, c.var.requestId)
  return c.body(body, status, headers)
}

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

function problemOf(failure: Failure, instance: string, requestId: string) {
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
  }
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    ...(failure.retryAfter && { 'Retry-After': String(failure.retryAfter) }),
    ...(failure.code === 'unauthorized' && { 'WWW-Authenticate': 'Bearer' }),
  }
  return { status, headers, body: JSON.stringify(problem) }
}

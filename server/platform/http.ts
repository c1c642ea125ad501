import { randomUUID } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { METHOD_NAME_ALL } from 'hono/router'
import { secureHeaders } from 'hono/secure-headers'
import type { Actor } from './actor.ts'
import { addressBehind } from './address.ts'
import { otherType, refuseBrokenText, refuseLargeBodies, refuseOtherBodies } from './body.ts'
import { Failure, invalid } from './failure.ts'
import { unexpected } from './live.ts'
import type { Log } from './log.ts'
import { problemOf } from './problem.ts'

export interface HttpEnv {
  /** `sandboxed`: the answer is somebody's file, and whatever it is, it runs nothing. */
  Variables: { requestId: string; actor: Actor; sandboxed?: true }
}
export type Http = OpenAPIHono<HttpEnv>
export type HttpContext = HonoContext<HttpEnv>

/** A sub-app, one a feature: its schemas are the parsing and the documentation at once. */
export function newHttp(): Http {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error, 'data' in result ? result.data : undefined)
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
  http.use(identifyRequest(log), secureHeaders(HEADERS), refuseLargeBodies, refuseOtherBodies, refuseBrokenText)
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

const SANDBOX = "default-src 'none'; sandbox"

/** The client's address. */
export const clientAddress = (c: HttpContext, trustedProxies: number): string =>
  addressBehind(c.req.header('X-Forwarded-For') ?? '', getConnInfo(c).remote.address, trustedProxies)

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
    if (c.get('sandboxed')) c.header('Content-Security-Policy', SANDBOX)
    else if (c.req.path.startsWith('/api')) c.header('Cache-Control', 'no-store')
    log.debug(
      { requestId: c.var.requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms },
      'request',
    )
  }
}

function failureOf(error: unknown, c: HttpContext, log: Log): Failure {
  if (error instanceof Failure) return error
  if (error instanceof HTTPException && error.status === 415) return otherType(c)
  if (error instanceof HTTPException && error.status < 500)
    return new Failure('malformed', 'Expected a well-formed JSON body.')
  return unexpected(error, log)
}

/** RFC 9457. */
function answerProblem(c: HttpContext, failure: Failure): Response {
  const { status, headers, body } = problemOf(failure, c.req.path, c.var.requestId)
  return c.body(body, status, headers)
}

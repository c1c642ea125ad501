import { createRoute, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { clientAddress, type Http, type HttpContext, type HttpEnv, json, newHttp } from '../platform/http.ts'
import { pace } from '../platform/pace.ts'
import { Pacer } from '../platform/pacer.ts'
import type { ShopRecord } from '../schema.ts'
import { findShopByPublicKey } from '../shops/store.ts'
import { readMe } from './agents.ts'
import type { Auth } from './auth.ts'
import { bearerOf, checkOrigin, foreignOrigin, whoIs } from './credentials.ts'
import { meAnswer, openVisitorInput, visitorSessionAnswer } from './door.ts'
import { allowAgent, allowCustomer } from './roles.ts'
import { endVisitor, openVisitor } from './visitors.ts'

export const shopKeyHeader = z.object({
  'x-shop-key': z
    .string()
    .optional()
    .openapi({ description: "The shop's publishable key, pk_…", example: 'pk_live_demo' }),
})

const openVisitorRoute = createRoute({
  method: 'post',
  path: '/api/visitors',
  summary: 'Open a visitor session',
  request: { headers: shopKeyHeader, body: { content: { 'application/json': { schema: openVisitorInput } } } },
  responses: {
    201: json(visitorSessionAnswer, 'The session: the token for all further calls, and the token that renews it.'),
  },
})

const endVisitorRoute = createRoute({
  method: 'delete',
  path: '/api/visitors/current',
  summary: 'End the visitor session',
  responses: { 204: { description: 'Ended: its tokens are worth nothing from now on.' } },
})

const meRoute = createRoute({
  method: 'get',
  path: '/api/me',
  summary: 'Who this credential stands for',
  responses: { 200: json(meAnswer, 'The agent, their role and their shop.') },
})

/** How many sessions one address may open: a house of students passes, a loop does not. */
const SESSIONS = { burst: 1_000, perSecond: 20 }

/** Where anybody may go: with the shop's publishable key alone. */
export function publicIdentityRoutes(ctx: Context): Http {
  const http = newHttp()
  const pacer = new Pacer(SESSIONS)
  http.openapi(openVisitorRoute, async (c) => {
    const key = clientAddress(c, ctx.config.trustedProxies)
    pace(c, 'sessions', { pacer, key }, ctx.clock().getTime())
    const session = await openVisitor(ctx, await shopOfKey(ctx, c), c.req.valid('json') ?? {})
    return c.json(session, 201)
  })
  return http
}

export function identityRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(endVisitorRoute, async (c) => {
    allowCustomer(c.var.actor, 'endSession')
    await endVisitor(ctx, c.var.actor)
    return c.body(null, 204)
  })
  http.openapi(meRoute, async (c) => {
    allowAgent(c.var.actor, 'readMe')
    return c.json(await readMe(ctx, c.var.actor), 200)
  })
  return http
}

/** Finds out who is speaking, before any route behind it. */
export function authenticate(ctx: Context, auth: Auth): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw
    const origin = foreignOrigin(headers, ctx.config.publicUrl)
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    const sameOrigin =
      origin === null && (reads || headers.has('origin') || headers.get('sec-fetch-site') === 'same-origin')
    c.set(
      'actor',
      await whoIs(ctx, auth, { token: bearerOf(c.req.header('Authorization')), headers, origin, sameOrigin }),
    )
    await next()
  }
}

/** @throws Failure `unauthorized`, `origin_refused` */
export async function shopOfKey(ctx: Context, c: HttpContext): Promise<ShopRecord> {
  const key = c.req.header('X-Shop-Key')
  if (!key?.startsWith('pk_'))
    throw new Failure('unauthorized', "Expected the shop's publishable key, pk_…, in the header X-Shop-Key.")
  const shop = await findShopByPublicKey(ctx.db, key, ctx.clock())
  if (!shop) throw new Failure('unauthorized', 'No shop has this publishable key.')
  checkOrigin(shop.origins, { origin: foreignOrigin(c.req.raw.headers, ctx.config.publicUrl) })
  return shop
}

import { createRoute } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { type Http, type HttpEnv, json, newHttp } from '../platform/http.ts'
import { type AfterChange, changeShop, readShop } from './actions.ts'
import { shopAnswer, shopChange } from './door.ts'
import { isOriginKnown } from './store.ts'

const readShopRoute = createRoute({
  method: 'get',
  path: '/api/shop',
  summary: "The shop's settings",
  responses: { 200: json(shopAnswer, 'The shop.') },
})

const changeShopRoute = createRoute({
  method: 'patch',
  path: '/api/shop',
  summary: "Change the shop's settings",
  request: { body: { content: { 'application/json': { schema: shopChange } }, required: true } },
  responses: { 200: json(shopAnswer, 'The shop with the change.') },
})

/** Who may: roles live upstairs, so the composition brings the answer. Each throws Failure `forbidden`. */
export interface ShopRights {
  read(actor: Actor): void
  change(actor: Actor): void
}

export function shopRoutes(ctx: Context, rights: ShopRights, follow: AfterChange): Http {
  const http = newHttp()
  http.openapi(readShopRoute, async (c) => {
    rights.read(c.var.actor)
    return c.json(await readShop(ctx, c.var.actor.shopId), 200)
  })
  http.openapi(changeShopRoute, async (c) => {
    rights.change(c.var.actor)
    return c.json(await changeShop(ctx, c.var.actor.shopId, c.req.valid('json'), follow), 200)
  })
  return http
}

/**
 * Lets the pages of shops read our answers. A preflight brings no credential, so it is granted to every origin that any
 * shop lists; the request itself is then judged by its own shop's list, and a refusal is not shown to the page.
 */
export function cors(ctx: Context): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const origin = c.req.header('Origin')
    c.header('Vary', 'Origin')
    const known = origin !== undefined && (await isOriginKnown(ctx.db, origin))
    if (c.req.method === 'OPTIONS')
      return c.body(null, known ? 204 : 403, known ? { ...PREFLIGHT, 'Access-Control-Allow-Origin': origin } : {})
    await next()
    const refused = c.error && 'code' in c.error && c.error.code === 'origin_refused'
    if (known && !refused) {
      c.header('Access-Control-Allow-Origin', origin)
      c.header('Access-Control-Expose-Headers', EXPOSED)
    }
  }
}

const EXPOSED = 'ETag, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, X-Total-Count'

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, X-Shop-Key',
  'Access-Control-Max-Age': '600',
}

import { createRoute } from '@hono/zod-openapi'
import { shopKeyHeader, shopOfKey } from '../identity/routes.ts'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { readWelcome } from './actions.ts'
import { widgetAnswer } from './door.ts'

const widgetRoute = createRoute({
  method: 'get',
  path: '/api/widget',
  summary: 'What the widget may know of its shop',
  request: { headers: shopKeyHeader },
  responses: { 200: json(widgetAnswer, 'How it looks, whether it is open, who is there, and what it asks.') },
})

/** Where anybody may go: with the shop's publishable key alone. */
export function welcomeRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(widgetRoute, async (c) => c.json(await readWelcome(ctx, await shopOfKey(ctx, c)), 200))
  return http
}

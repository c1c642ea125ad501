import { createRoute } from '@hono/zod-openapi'
import { allow } from '../identity/roles.ts'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { factsAnswer, factsInput } from './door.ts'
import { lastPositionOf, listFactsAfter } from './store.ts'

const factsRoute = createRoute({
  method: 'get',
  path: '/api/facts',
  summary: 'What has happened in the shop, in order: how a console resumes',
  request: { query: factsInput },
  responses: { 200: json(factsAnswer, 'Ascending by position. Without `after`, only the place to begin at.') },
})

export function timelineRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(factsRoute, async (c) => {
    const { actor } = c.var
    allow(actor, 'readFacts')
    const { after, limit } = c.req.valid('query')
    const items = after === undefined ? [] : await listFactsAfter(ctx.db, actor.shopId, { after, limit })
    // What was recorded between the two reads is in the list already: the end moves with it.
    const last = await lastPositionOf(ctx.db, actor.shopId)
    return c.json({ items, lastPosition: Math.max(last, items.at(-1)?.position ?? 0) }, 200)
  })
  return http
}

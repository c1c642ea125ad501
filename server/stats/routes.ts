import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { ticketListAnswer } from '../tickets/door.ts'
import { listBehind, readStats } from './actions.ts'
import { figureInput, figureTicketsInput, statsAnswer, statsInput } from './door.ts'

const statsRoute = createRoute({
  method: 'get',
  path: '/api/tickets/stats',
  summary: 'Statistics of tickets',
  request: { query: statsInput },
  responses: { 200: json(statsAnswer, 'About the tickets that were opened in the period. For admins.') },
})

const figureRoute = createRoute({
  method: 'get',
  path: '/api/tickets/stats/{id}/tickets',
  summary: 'The tickets behind a figure',
  request: { params: figureInput, query: figureTicketsInput },
  responses: { 200: json(ticketListAnswer, 'As many as the figure counts, newest first.') },
})

export function statsRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(statsRoute, async (c) => c.json(await readStats(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(figureRoute, async (c) =>
    c.json(await listBehind(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('query')), 200),
  )
  return http
}

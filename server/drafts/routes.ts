import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { ticketRefInput } from '../tickets/door.ts'
import { keepDraft, readDrafts } from './actions.ts'
import { draftInput, draftKeptAnswer, draftListAnswer } from './door.ts'

const readRoute = createRoute({
  method: 'get',
  path: '/api/tickets/{id}/draft',
  summary: 'What an agent is writing for a ticket',
  request: { params: ticketRefInput },
  responses: { 200: json(draftListAnswer, 'At most one answer and one note.') },
})

const keepRoute = createRoute({
  method: 'put',
  path: '/api/tickets/{id}/draft',
  summary: 'Keep what an agent is writing, for all of their devices',
  request: {
    params: ticketRefInput,
    body: { content: { 'application/json': { schema: draftInput } }, required: true },
  },
  responses: { 200: json(draftKeptAnswer, 'The draft, and what it was written over.') },
})

export function draftRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(readRoute, async (c) => c.json(await readDrafts(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(keepRoute, async (c) =>
    c.json(await keepDraft(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  return http
}

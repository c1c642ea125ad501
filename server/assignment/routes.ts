import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { ticketAnswer, ticketRefInput } from '../tickets/door.ts'
import { ifMatchHeader, seenBy } from '../tickets/etag.ts'
import { assignTicket } from './actions.ts'
import { assignmentInput } from './door.ts'

const assignRoute = createRoute({
  method: 'post',
  path: '/api/tickets/{id}/assign',
  summary: 'Assign a ticket',
  request: {
    headers: ifMatchHeader,
    params: ticketRefInput,
    body: { content: { 'application/json': { schema: assignmentInput } }, required: true },
  },
  responses: { 200: json(ticketAnswer, 'The ticket with its new holder or department.') },
})

export function assignmentRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(assignRoute, async (c) =>
    c.json(await assignTicket(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json'), seenBy(c)), 200),
  )
  return http
}

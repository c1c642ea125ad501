import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { ticketAnswer, ticketRefInput } from '../tickets/door.ts'
import { escalateTicket, readDeadline } from './actions.ts'
import { deadlineExplainedAnswer, escalationInput } from './door.ts'

const escalateRoute = createRoute({
  method: 'post',
  path: '/api/tickets/{id}/escalate',
  summary: 'Escalate a ticket by hand',
  request: {
    params: ticketRefInput,
    body: { content: { 'application/json': { schema: escalationInput } }, required: true },
  },
  responses: { 200: json(ticketAnswer, 'The ticket, escalated and with its new holder.') },
})

const deadlineRoute = createRoute({
  method: 'get',
  path: '/api/tickets/{id}/deadline',
  summary: 'Why the deadline of a ticket is what it is',
  request: { params: ticketRefInput },
  responses: { 200: json(deadlineExplainedAnswer, 'The clocks that run, and the spans that were counted.') },
})

export function escalationRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(escalateRoute, async (c) =>
    c.json(await escalateTicket(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').reason), 200),
  )
  http.openapi(deadlineRoute, async (c) => c.json(await readDeadline(ctx, c.var.actor, c.req.valid('param').id), 200))
  return http
}

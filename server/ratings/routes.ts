import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { ticketRefInput } from '../tickets/door.ts'
import { rateTicket } from './actions.ts'
import { newRatingInput, ratingAnswer } from './door.ts'

const rateRoute = createRoute({
  method: 'post',
  path: '/api/tickets/{id}/rating',
  summary: 'Rate a ticket',
  request: {
    params: ticketRefInput,
    body: { content: { 'application/json': { schema: newRatingInput } }, required: true },
  },
  responses: { 201: json(ratingAnswer, 'The rating: of a resolved or closed ticket, by its own customer, once.') },
})

export function ratingRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(rateRoute, async (c) =>
    c.json(await rateTicket(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 201),
  )
  return http
}

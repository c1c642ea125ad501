import { createRoute } from '@hono/zod-openapi'
import { actorKey } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { pace } from '../platform/pace.ts'
import { Pacer } from '../platform/pacer.ts'
import { readFacts } from './actions.ts'
import { createTicket } from './create.ts'
import {
  factListAnswer,
  factRangeInput,
  newTicketInput,
  statusInput,
  ticketAnswer,
  ticketFilterInput,
  ticketListAnswer,
  ticketRefInput,
} from './door.ts'
import { ifMatchHeader, seenBy } from './etag.ts'
import { listTickets } from './list/actions.ts'
import { priorityOf } from './rules.ts'
import { type Escalate, type PostNote, setStatus } from './status.ts'

const createTicketRoute = createRoute({
  method: 'post',
  path: '/api/tickets',
  summary: 'Open a ticket',
  request: { body: { content: { 'application/json': { schema: newTicketInput } }, required: true } },
  responses: { 201: json(ticketAnswer, 'The ticket; the same again for the same Idempotency-Key.') },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/tickets',
  summary: 'List tickets',
  request: { query: ticketFilterInput },
  responses: { 200: json(ticketListAnswer, "The shop's tickets for an agent, their own for a customer.") },
})

const statusRoute = createRoute({
  method: 'put',
  path: '/api/tickets/{id}/status',
  summary: 'Change the status',
  request: {
    headers: ifMatchHeader,
    params: ticketRefInput,
    body: { content: { 'application/json': { schema: statusInput } }, required: true },
  },
  responses: { 200: json(ticketAnswer, 'The ticket with its new status.') },
})

const factsRoute = createRoute({
  method: 'get',
  path: '/api/tickets/{id}/facts',
  summary: 'The audit trail of a ticket',
  request: { params: ticketRefInput, query: factRangeInput },
  responses: { 200: json(factListAnswer, 'What happened, oldest first: who, when, from what to what.') },
})

/** What tickets need of the floors above. */
export interface FromUpstairs {
  note: PostNote
  escalate: Escalate
}

/** How many tickets one customer may open. Agents and backends bring in whole histories, and are not held up. */
const OPENINGS = { burst: 200, perSecond: 2 }

export function ticketRoutes(ctx: Context, upstairs: FromUpstairs): Http {
  const http = newHttp()
  const pacer = new Pacer(OPENINGS)
  http.openapi(createTicketRoute, async (c) => {
    if (c.var.actor.kind === 'customer')
      pace(c, 'tickets', { pacer, key: actorKey(c.var.actor) }, ctx.clock().getTime())
    return c.json(await createTicket(ctx, c.var.actor, c.req.valid('json')), 201)
  })
  http.openapi(listRoute, async (c) => {
    const { priority, ...filter } = c.req.valid('query')
    return c.json(await listTickets(ctx, c.var.actor, { ...filter, priority: priority && priorityOf(priority) }), 200)
  })
  http.openapi(statusRoute, async (c) => {
    const change = { ...c.req.valid('json'), seen: seenBy(c) }
    return c.json(await setStatus(ctx, c.var.actor, c.req.valid('param').id, change, upstairs), 200)
  })
  http.openapi(factsRoute, async (c) =>
    c.json(await readFacts(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('query')), 200),
  )
  return http
}

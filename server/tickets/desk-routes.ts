import { createRoute, type z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { type BulkHands, changeTickets } from './bulk.ts'
import { bulkAnswer } from './bulk-door.ts'
import { changeTicket } from './change.ts'
import { bulkInput, mergeInput, snoozeInput, ticketChangeInput } from './change-door.ts'
import { ticketAnswer, ticketRefInput } from './door.ts'
import { ifMatchHeader, seenBy } from './etag.ts'
import { mergeTicket, unmergeTicket } from './merge.ts'
import { deleteTicket } from './remove.ts'
import { snoozeTicket } from './snooze.ts'

const body = <S extends z.ZodType>(schema: S) =>
  ({ content: { 'application/json': { schema } }, required: true }) as const

const bulkRoute = createRoute({
  method: 'post',
  path: '/api/tickets/bulk',
  summary: 'Change many tickets',
  request: { body: body(bulkInput) },
  responses: { 200: json(bulkAnswer, 'What became of each.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/tickets/{id}',
  summary: 'Change what a ticket is about',
  request: { headers: ifMatchHeader, params: ticketRefInput, body: body(ticketChangeInput) },
  responses: { 200: json(ticketAnswer, 'The ticket as it is now.') },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/tickets/{id}',
  summary: 'Delete a ticket for good',
  request: { params: ticketRefInput },
  responses: { 204: { description: 'The ticket is gone, with its messages.' } },
})

const mergeRoute = createRoute({
  method: 'post',
  path: '/api/tickets/{id}/merge',
  summary: 'Merge a ticket into another of its customer',
  request: { params: ticketRefInput, body: body(mergeInput) },
  responses: { 200: json(ticketAnswer, 'The merged ticket: closed, with the other in desk.mergedIntoId.') },
})

const unmergeRoute = createRoute({
  method: 'delete',
  path: '/api/tickets/{id}/merge',
  summary: 'Undo a merge',
  request: { params: ticketRefInput },
  responses: { 200: json(ticketAnswer, 'The ticket with the status that it had.') },
})

const snoozeRoute = createRoute({
  method: 'post',
  path: '/api/tickets/{id}/snooze',
  summary: 'Lay a ticket aside until a time',
  request: { params: ticketRefInput, body: body(snoozeInput) },
  responses: { 200: json(ticketAnswer, 'The ticket; its customer’s next message wakes it, too.') },
})

/** What agents do with tickets beside answering. */
export function deskRoutes(ctx: Context, hands: BulkHands): Http {
  const http = newHttp()
  http.openapi(bulkRoute, async (c) => c.json(await changeTickets(ctx, c.var.actor, c.req.valid('json'), hands), 200))
  http.openapi(changeRoute, async (c) => {
    const change = { ...c.req.valid('json'), seen: seenBy(c) }
    return c.json(await changeTicket(ctx, c.var.actor, c.req.valid('param').id, change, hands.reroute), 200)
  })
  http.openapi(deleteRoute, async (c) => {
    await deleteTicket(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  http.openapi(mergeRoute, async (c) =>
    c.json(await mergeTicket(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(unmergeRoute, async (c) => c.json(await unmergeTicket(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(snoozeRoute, async (c) =>
    c.json(await snoozeTicket(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  return http
}

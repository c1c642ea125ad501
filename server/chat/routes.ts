import { createHash } from 'node:crypto'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { idempotencyKeyOf } from '../platform/idempotency.ts'
import { ticketRefInput } from '../tickets/door.ts'
import { etagged } from '../tickets/etag.ts'
import { markRead, readMessages, readThread } from './actions.ts'
import { noteDelivered } from './delivered.ts'
import {
  clientIdInput,
  draftInput,
  messageAnswer,
  messageListAnswer,
  rangeInput,
  readInput,
  threadAnswer,
} from './door.ts'
import { tellRead } from './live.ts'
import { paceMessage } from './pace.ts'
import { postMessage } from './post.ts'

const threadRoute = createRoute({
  method: 'get',
  path: '/api/tickets/{id}',
  summary: 'One ticket with its thread',
  request: { params: ticketRefInput },
  responses: { 200: json(threadAnswer, 'The ticket, its customer and its last 200 messages.') },
})

const messagesRoute = createRoute({
  method: 'get',
  path: '/api/tickets/{id}/messages',
  summary: 'Messages of a ticket',
  request: { params: ticketRefInput, query: rangeInput },
  responses: { 200: json(messageListAnswer, 'Ascending by seq.') },
})

const postRoute = createRoute({
  method: 'post',
  path: '/api/tickets/{id}/messages',
  summary: 'Write a message',
  request: {
    params: ticketRefInput,
    body: { content: { 'application/json': { schema: draftInput } }, required: true },
  },
  responses: { 201: json(messageAnswer, 'The message as stored; the same again for the same clientId.') },
})

const readRoute = createRoute({
  method: 'put',
  path: '/api/tickets/{id}/read',
  summary: 'Note how far the reader has read',
  request: { params: ticketRefInput, body: { content: { 'application/json': { schema: readInput } }, required: true } },
  responses: { 204: { description: 'Noted; it never goes back.' } },
})

const deliveredRoute = createRoute({
  method: 'put',
  path: '/api/tickets/{id}/delivered',
  summary: "Note how far the reader's client has received",
  request: { params: ticketRefInput, body: { content: { 'application/json': { schema: readInput } }, required: true } },
  responses: { 204: { description: 'Noted; it never goes back.' } },
})

/** A message's Idempotency-Key is its clientId; a key of another form names it by its hash. */
function clientIdOf(header: string | undefined): string | undefined {
  const key = idempotencyKeyOf(header)
  if (key === null) return undefined
  return clientIdInput.safeParse(key).success ? key : createHash('sha256').update(key).digest('base64url')
}

export function chatRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(threadRoute, async (c) =>
    c.json(etagged(c, await readThread(ctx, c.var.actor, c.req.valid('param').id)), 200),
  )
  http.openapi(messagesRoute, async (c) =>
    c.json(await readMessages(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('query')), 200),
  )
  http.openapi(postRoute, async (c) => {
    paceMessage(ctx, c.var.actor, c)
    const draft = c.req.valid('json')
    const clientId = draft.clientId ?? clientIdOf(c.req.header('Idempotency-Key'))
    const message = await postMessage(
      ctx,
      c.var.actor,
      c.req.valid('param').id,
      clientId === undefined ? draft : { ...draft, clientId },
    )
    return c.json(message, 201)
  })
  http.openapi(deliveredRoute, async (c) => {
    await noteDelivered(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').seq)
    return c.body(null, 204)
  })
  http.openapi(readRoute, async (c) => {
    const read = await markRead(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json').seq)
    if (read) tellRead(ctx, read)
    return c.body(null, 204)
  })
  return http
}

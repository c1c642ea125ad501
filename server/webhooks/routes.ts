import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { changeWebhook, createWebhook, deleteWebhook, readWebhook, readWebhooks, rotateSecret } from './actions.ts'
import {
  deliveryAnswer,
  deliveryFilterInput,
  deliveryListAnswer,
  deliveryRefInput,
  deliveryWithAttemptsAnswer,
  newWebhookInput,
  replayedAnswer,
  spanInput,
  webhookAnswer,
  webhookChange,
  webhookListAnswer,
  webhookRefInput,
  webhookWithSecretAnswer,
} from './door.ts'
import { readDeliveries, readDelivery, replayDelivery, replaySpan, tryWebhook } from './log.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/webhooks',
  summary: 'List the webhooks',
  responses: {
    200: json(webhookListAnswer, 'The webhooks of the shop, oldest first; there are few, and they come all.'),
  },
})

const registerRoute = createRoute({
  method: 'post',
  path: '/api/webhooks',
  summary: 'Register a webhook',
  request: { body: { content: { 'application/json': { schema: newWebhookInput } }, required: true } },
  responses: { 201: json(webhookWithSecretAnswer, 'The webhook, with its secret: it is shown this once.') },
})

const readRoute = createRoute({
  method: 'get',
  path: '/api/webhooks/{id}',
  summary: 'Read a webhook',
  request: { params: webhookRefInput },
  responses: { 200: json(webhookAnswer, 'The webhook.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/webhooks/{id}',
  summary: 'Change, disable or enable a webhook',
  request: {
    params: webhookRefInput,
    body: { content: { 'application/json': { schema: webhookChange } }, required: true },
  },
  responses: { 200: json(webhookAnswer, 'The webhook with the change.') },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/webhooks/{id}',
  summary: 'Remove a webhook and its log',
  request: { params: webhookRefInput },
  responses: { 204: { description: 'It is gone.' } },
})

const rotateRoute = createRoute({
  method: 'post',
  path: '/api/webhooks/{id}/rotate',
  summary: 'Give a webhook a new secret',
  request: { params: webhookRefInput },
  responses: {
    200: json(webhookWithSecretAnswer, 'The webhook with its new secret; the former signs along for a day.'),
  },
})

const testRoute = createRoute({
  method: 'post',
  path: '/api/webhooks/{id}/test',
  summary: 'Send a test event',
  request: { params: webhookRefInput },
  responses: { 200: json(deliveryWithAttemptsAnswer, 'What came of it.') },
})

const replaySpanRoute = createRoute({
  method: 'post',
  path: '/api/webhooks/{id}/replay',
  summary: 'Deliver a span of time again',
  request: {
    params: webhookRefInput,
    body: { content: { 'application/json': { schema: spanInput } }, required: true },
  },
  responses: { 202: json(replayedAnswer, 'How many facts are on their way.') },
})

const deliveriesRoute = createRoute({
  method: 'get',
  path: '/api/webhooks/{id}/deliveries',
  summary: 'The log of a webhook',
  request: { params: webhookRefInput, query: deliveryFilterInput },
  responses: { 200: json(deliveryListAnswer, 'Deliveries of the last 30 days, newest first.') },
})

const deliveryRoute = createRoute({
  method: 'get',
  path: '/api/webhooks/{id}/deliveries/{delivery}',
  summary: 'One delivery with its attempts',
  request: { params: deliveryRefInput },
  responses: { 200: json(deliveryWithAttemptsAnswer, 'The delivery, its body and every attempt.') },
})

const replayRoute = createRoute({
  method: 'post',
  path: '/api/webhooks/{id}/deliveries/{delivery}/replay',
  summary: 'Deliver again',
  request: { params: deliveryRefInput },
  responses: { 202: json(deliveryAnswer, 'The delivery, on its way.') },
})

export function webhookRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) => c.json(await readWebhooks(ctx, c.var.actor), 200))
  http.openapi(registerRoute, async (c) => c.json(await createWebhook(ctx, c.var.actor, c.req.valid('json')), 201))
  http.openapi(readRoute, async (c) => c.json(await readWebhook(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(changeRoute, async (c) =>
    c.json(await changeWebhook(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(deleteRoute, async (c) => {
    await deleteWebhook(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  http.openapi(rotateRoute, async (c) => c.json(await rotateSecret(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(testRoute, async (c) => c.json(await tryWebhook(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(replaySpanRoute, async (c) =>
    c.json(await replaySpan(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 202),
  )
  return http
}

export function webhookLogRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(deliveriesRoute, async (c) =>
    c.json(await readDeliveries(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('query')), 200),
  )
  http.openapi(deliveryRoute, async (c) =>
    c.json(await readDelivery(ctx, c.var.actor, refOf(c.req.valid('param'))), 200),
  )
  http.openapi(replayRoute, async (c) =>
    c.json(await replayDelivery(ctx, c.var.actor, refOf(c.req.valid('param'))), 202),
  )
  return http
}

const refOf = ({ id, delivery }: { id: string; delivery: string }) => ({ id, deliveryId: delivery })

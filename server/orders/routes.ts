import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { deleteSource, putSource, readOrders, readSource, rotateSecret } from './actions.ts'
import { customerRefInput, ordersAnswer, sourceAnswer, sourceInput, sourceWithSecretAnswer } from './door.ts'

const PATH = '/api/order-source'

const readRoute = createRoute({
  method: 'get',
  path: PATH,
  summary: 'Where the shop is asked for orders',
  responses: { 200: json(sourceAnswer, 'The endpoint; its url is null where there is none.') },
})

const putRoute = createRoute({
  method: 'put',
  path: PATH,
  summary: 'Name the endpoint that tells of orders',
  request: { body: { content: { 'application/json': { schema: sourceInput } }, required: true } },
  responses: {
    200: json(sourceWithSecretAnswer, 'The endpoint. Its secret is shown when it is made, and null when it has one.'),
  },
})

const rotateRoute = createRoute({
  method: 'post',
  path: `${PATH}/rotate`,
  summary: 'Give the endpoint a new secret',
  responses: { 200: json(sourceWithSecretAnswer, 'For a day, questions are signed with both.') },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: PATH,
  summary: 'Ask for orders no more',
  responses: { 204: { description: 'What was known of orders is forgotten.' } },
})

const ordersRoute = createRoute({
  method: 'get',
  path: '/api/customers/{id}/orders',
  summary: 'Orders of a verified customer',
  request: { params: customerRefInput },
  responses: {
    200: json(ordersAnswer, 'What is known at this moment. While the state is loading, ask again in a second.'),
  },
})

export function orderRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(readRoute, async (c) => c.json(await readSource(ctx, c.var.actor), 200))
  http.openapi(putRoute, async (c) => c.json(await putSource(ctx, c.var.actor, c.req.valid('json').url), 200))
  http.openapi(rotateRoute, async (c) => c.json(await rotateSecret(ctx, c.var.actor), 200))
  http.openapi(deleteRoute, async (c) => {
    await deleteSource(ctx, c.var.actor)
    return c.body(null, 204)
  })
  http.openapi(ordersRoute, async (c) => c.json(await readOrders(ctx, c.var.actor, c.req.valid('param').id), 200))
  return http
}

import { createRoute, type z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { changeView, createView, deleteView, readViews } from './actions.ts'
import { newViewInput, viewAnswer, viewChangeInput, viewListAnswer, viewRefInput } from './door.ts'

const body = <S extends z.ZodType>(schema: S) =>
  ({ content: { 'application/json': { schema } }, required: true }) as const

const listRoute = createRoute({
  method: 'get',
  path: '/api/views',
  summary: "An agent's own views, and those that are shared",
  responses: { 200: json(viewListAnswer, 'Oldest first.') },
})

const createViewRoute = createRoute({
  method: 'post',
  path: '/api/views',
  summary: 'Save a view',
  request: { body: body(newViewInput) },
  responses: { 201: json(viewAnswer, 'The view.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/views/{id}',
  summary: 'Change a view, or share it',
  request: { params: viewRefInput, body: body(viewChangeInput) },
  responses: { 200: json(viewAnswer, 'The view as it is now.') },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/views/{id}',
  summary: 'Delete a view',
  request: { params: viewRefInput },
  responses: { 204: { description: 'The view is gone; its tickets stay.' } },
})

export function viewRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) => c.json(await readViews(ctx, c.var.actor), 200))
  http.openapi(createViewRoute, async (c) => c.json(await createView(ctx, c.var.actor, c.req.valid('json')), 201))
  http.openapi(changeRoute, async (c) =>
    c.json(await changeView(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(deleteRoute, async (c) => {
    await deleteView(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  return http
}

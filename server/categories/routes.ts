import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { changeCategory, createCategory, readCategories } from './actions.ts'
import { categoryAnswer, categoryChange, categoryQuery, categoryRefInput, newCategoryInput } from './door.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/categories',
  summary: 'What tickets can be about',
  request: { query: categoryQuery },
  responses: {
    200: json(z.object({ items: z.array(categoryAnswer) }), 'Those in use; with retired=true all, for agents.'),
  },
})

const createCategoryRoute = createRoute({
  method: 'post',
  path: '/api/categories',
  summary: 'Add a category',
  request: { body: { content: { 'application/json': { schema: newCategoryInput } }, required: true } },
  responses: { 201: json(categoryAnswer, 'The category.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/categories/{id}',
  summary: 'Rename a category, retire it or bring it back',
  request: {
    params: categoryRefInput,
    body: { content: { 'application/json': { schema: categoryChange } }, required: true },
  },
  responses: { 200: json(categoryAnswer, 'The category with the change.') },
})

const retireRoute = createRoute({
  method: 'delete',
  path: '/api/categories/{id}',
  summary: 'Retire a category',
  request: { params: categoryRefInput },
  responses: { 204: { description: 'Retired: no ticket gets it any more, and those that have it keep it.' } },
})

export function categoryRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) =>
    c.json(await readCategories(ctx, c.var.actor, c.req.valid('query').retired), 200),
  )
  http.openapi(createCategoryRoute, async (c) =>
    c.json(await createCategory(ctx, c.var.actor, c.req.valid('json')), 201),
  )
  http.openapi(changeRoute, async (c) =>
    c.json(await changeCategory(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(retireRoute, async (c) => {
    await changeCategory(ctx, c.var.actor, c.req.valid('param').id, { retired: true })
    return c.body(null, 204)
  })
  return http
}

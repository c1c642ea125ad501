import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { pageInput } from '../platform/range.ts'
import { changeDepartment, createDepartment, readDepartments, retireDepartment } from './actions.ts'
import {
  departmentAnswer,
  departmentChange,
  departmentListAnswer,
  departmentRefInput,
  newDepartmentInput,
} from './door.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/departments',
  summary: 'The departments of the shop',
  request: { query: z.strictObject(pageInput) },
  responses: { 200: json(departmentListAnswer, 'Oldest first, with their members; without those that are retired.') },
})

const createDepartmentRoute = createRoute({
  method: 'post',
  path: '/api/departments',
  summary: 'Open a department',
  request: { body: { content: { 'application/json': { schema: newDepartmentInput } }, required: true } },
  responses: { 201: json(departmentAnswer, 'The department; the same again for the same Idempotency-Key.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/departments/{id}',
  summary: 'Change a department, its members or its leads',
  request: {
    params: departmentRefInput,
    body: { content: { 'application/json': { schema: departmentChange } }, required: true },
  },
  responses: { 200: json(departmentAnswer, 'The department with the change.') },
})

const retireRoute = createRoute({
  method: 'delete',
  path: '/api/departments/{id}',
  summary: 'Retire a department',
  request: { params: departmentRefInput },
  responses: {
    204: { description: 'Retired: its tickets that are not closed move to where their categories go now.' },
  },
})

export function departmentRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) => c.json(await readDepartments(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(createDepartmentRoute, async (c) =>
    c.json(await createDepartment(ctx, c.var.actor, c.req.valid('json')), 201),
  )
  http.openapi(changeRoute, async (c) =>
    c.json(await changeDepartment(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(retireRoute, async (c) => {
    await retireDepartment(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  return http
}

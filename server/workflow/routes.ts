import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { changeWorkflow, dryRun, readWorkflow } from './actions.ts'
import { dryRunAnswer, dryRunInput, workflowAnswer, workflowInput } from './door.ts'

const readRoute = createRoute({
  method: 'get',
  path: '/api/workflow',
  summary: "The shop's rules",
  responses: { 200: json(workflowAnswer, 'The rules, in the order in which they are asked.') },
})

const changeRoute = createRoute({
  method: 'put',
  path: '/api/workflow',
  summary: "Replace the shop's rules",
  request: { body: { content: { 'application/json': { schema: workflowInput } }, required: true } },
  responses: { 200: json(workflowAnswer, 'The rules as they are now.') },
})

const dryRunRoute = createRoute({
  method: 'post',
  path: '/api/workflow/dry-run',
  summary: 'See what rules would have done',
  request: { body: { content: { 'application/json': { schema: dryRunInput } }, required: true } },
  responses: { 200: json(dryRunAnswer, 'What they would have done to past tickets. Nothing is changed.') },
})

export function workflowRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(readRoute, async (c) => c.json(await readWorkflow(ctx, c.var.actor), 200))
  http.openapi(changeRoute, async (c) => c.json(await changeWorkflow(ctx, c.var.actor, c.req.valid('json')), 200))
  http.openapi(dryRunRoute, async (c) => c.json(await dryRun(ctx, c.var.actor, c.req.valid('json')), 200))
  return http
}

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { pageInput } from '../platform/range.ts'
import { readAgents } from './actions.ts'
import { agentListAnswer } from './door.ts'

const agentsRoute = createRoute({
  method: 'get',
  path: '/api/agents',
  summary: 'The agents of the shop',
  request: { query: z.strictObject(pageInput) },
  responses: { 200: json(agentListAnswer, 'With role, presence, departments, and how busy they are.') },
})

export function agentRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(agentsRoute, async (c) => c.json(await readAgents(ctx, c.var.actor, c.req.valid('query')), 200))
  return http
}

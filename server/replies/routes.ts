import { createRoute, type z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { changeReply, createReply, deleteReply, readReplies, useReply } from './actions.ts'
import {
  newReplyInput,
  replyAnswer,
  replyChangeInput,
  replyListAnswer,
  replyRefInput,
  replyTextAnswer,
  replyUseInput,
} from './door.ts'

const body = <S extends z.ZodType>(schema: S) =>
  ({ content: { 'application/json': { schema } }, required: true }) as const

const listRoute = createRoute({
  method: 'get',
  path: '/api/replies',
  summary: 'The answer templates of the shop',
  responses: { 200: json(replyListAnswer, 'By folder and name.') },
})

const createReplyRoute = createRoute({
  method: 'post',
  path: '/api/replies',
  summary: 'Write an answer template',
  request: { body: body(newReplyInput) },
  responses: { 201: json(replyAnswer, 'The template.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/replies/{id}',
  summary: 'Change an answer template',
  request: { params: replyRefInput, body: body(replyChangeInput) },
  responses: { 200: json(replyAnswer, 'The template as it is now.') },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/replies/{id}',
  summary: 'Delete an answer template',
  request: { params: replyRefInput },
  responses: { 204: { description: 'The template is gone; what it has said stays.' } },
})

const useRoute = createRoute({
  method: 'post',
  path: '/api/replies/{id}/use',
  summary: 'What a template says to the customer of a ticket',
  request: { params: replyRefInput, body: body(replyUseInput) },
  responses: { 200: json(replyTextAnswer, 'Plain text, to be read over before it is sent.') },
})

export function replyRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) => c.json(await readReplies(ctx, c.var.actor), 200))
  http.openapi(createReplyRoute, async (c) => c.json(await createReply(ctx, c.var.actor, c.req.valid('json')), 201))
  http.openapi(changeRoute, async (c) =>
    c.json(await changeReply(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(deleteRoute, async (c) => {
    await deleteReply(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  http.openapi(useRoute, async (c) =>
    c.json(await useReply(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  return http
}

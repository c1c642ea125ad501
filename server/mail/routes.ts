import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { pageInput } from '../tickets/door.ts'
import { readMailLog } from './actions.ts'
import {
  mailDraftInput,
  mailLogEntry,
  mailPreviewInput,
  mailTemplateAnswer,
  noticeAnswer,
  previewedMail,
  wordingInput,
} from './door.ts'
import { readNotices } from './notices.ts'
import { previewTemplate, readTemplates, restoreTemplate, saveTemplate } from './wording.ts'

const mailLogRoute = createRoute({
  method: 'get',
  path: '/api/mail-log',
  summary: 'The mail log',
  request: { query: z.strictObject(pageInput) },
  responses: {
    200: json(
      z.object({ items: z.array(mailLogEntry), nextCursor: z.string().nullable() }),
      'Newest first, with their states.',
    ),
  },
})

const noticesRoute = createRoute({
  method: 'get',
  path: '/api/notices',
  summary: 'What an admin should see to',
  responses: { 200: json(z.object({ items: z.array(noticeAnswer) }), 'Until it is put right.') },
})

const templatesRoute = createRoute({
  method: 'get',
  path: '/api/mail-templates',
  summary: 'How mails are worded',
  responses: {
    200: json(
      z.object({ items: z.array(mailTemplateAnswer) }),
      "Every mail in every language: the shop's own words, or the built-in ones.",
    ),
  },
})

const saveRoute = createRoute({
  method: 'put',
  path: '/api/mail-templates/{kind}/{locale}',
  summary: 'Word a mail',
  request: {
    params: wordingInput,
    body: { content: { 'application/json': { schema: mailDraftInput } }, required: true },
  },
  responses: { 200: json(mailTemplateAnswer, 'The words from now on. What does not work is refused, with its line.') },
})

const restoreRoute = createRoute({
  method: 'delete',
  path: '/api/mail-templates/{kind}/{locale}',
  summary: 'Go back to the built-in words',
  request: { params: wordingInput },
  responses: { 200: json(mailTemplateAnswer, 'The built-in words.') },
})

const previewRoute = createRoute({
  method: 'post',
  path: '/api/mail-templates/{kind}/{locale}/preview',
  summary: 'See what a mail would say',
  request: {
    params: wordingInput,
    body: { content: { 'application/json': { schema: mailPreviewInput } }, required: true },
  },
  responses: { 200: json(previewedMail, 'The mail about that ticket. Nothing is kept or sent.') },
})

export function mailRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(mailLogRoute, async (c) => c.json(await readMailLog(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(noticesRoute, async (c) => c.json(await readNotices(ctx, c.var.actor), 200))
  http.openapi(templatesRoute, async (c) => c.json(await readTemplates(ctx, c.var.actor), 200))
  http.openapi(saveRoute, async (c) =>
    c.json(await saveTemplate(ctx, c.var.actor, c.req.valid('param'), c.req.valid('json')), 200),
  )
  http.openapi(restoreRoute, async (c) => c.json(await restoreTemplate(ctx, c.var.actor, c.req.valid('param')), 200))
  http.openapi(previewRoute, async (c) =>
    c.json(await previewTemplate(ctx, c.var.actor, c.req.valid('param'), c.req.valid('json')), 200),
  )
  return http
}

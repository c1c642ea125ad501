import { MAIL_KINDS, MAIL_STATES } from '@comptoir/sdk/contract'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { pageInput } from '../tickets/door.ts'
import { readMailLog } from './actions.ts'

const entry = z
  .object({
    id: z.uuid(),
    ticketId: z.uuid().nullable(),
    kind: z.enum(MAIL_KINDS),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    state: z.enum(MAIL_STATES),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    templateError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .openapi('MailLogEntry')

const mailLogRoute = createRoute({
  method: 'get',
  path: '/api/mail-log',
  summary: 'The mail log',
  request: { query: z.strictObject(pageInput) },
  responses: {
    200: json(
      z.object({ items: z.array(entry), nextCursor: z.string().nullable() }),
      'Newest first, with their states.',
    ),
  },
})

export function mailRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(mailLogRoute, async (c) => c.json(await readMailLog(ctx, c.var.actor, c.req.valid('query')), 200))
  return http
}

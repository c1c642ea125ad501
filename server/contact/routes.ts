import { createRoute, z } from '@hono/zod-openapi'
import { readThread } from '../chat/actions.ts'
import { threadAnswer } from '../chat/door.ts'
import { checkOrigin, foreignOrigin } from '../identity/credentials.ts'
import type { Context } from '../platform/context.ts'
import { clientAddress, type Http, type HttpContext, json, newHttp } from '../platform/http.ts'
import { pace } from '../platform/pace.ts'
import type { Pacer } from '../platform/pacer.ts'
import { languageOf } from '../platform/page/language.ts'
import { repeatWrites } from '../platform/repeat.ts'
import { ticketAnswer, ticketRefInput } from '../tickets/door.ts'
import { FORM, listContactTickets, openByForm, readContactStats, shopOfForm } from './actions.ts'
import { contactInput, contactPageAnswer, contactPageInput, contactStatsAnswer } from './door.ts'

const shopKeyHeader = z.object({
  'x-shop-key': z.string().optional().openapi({
    description: "The shop's publishable key, pk_…; it may be left out where there is one shop only.",
  }),
})

const contactRoute = createRoute({
  method: 'post',
  path: '/api/support/contact',
  summary: 'Send a contact form',
  request: {
    headers: shopKeyHeader,
    body: { content: { 'application/json': { schema: contactInput } }, required: true },
  },
  responses: { 201: json(ticketAnswer, 'The ticket that it has become.') },
})

const statsRoute = createRoute({
  method: 'get',
  path: '/api/support/contact/stats',
  summary: 'How many tickets there are',
  responses: { 200: json(contactStatsAnswer, 'Over all tickets of the shop.') },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/support/contact/tickets',
  summary: 'Tickets page by page',
  request: { query: contactPageInput },
  responses: { 200: json(contactPageAnswer, 'Newest first.') },
})

const ticketRoute = createRoute({
  method: 'get',
  path: '/api/support/contact/ticket/{id}',
  summary: 'One ticket by its number',
  request: { params: ticketRefInput },
  responses: { 200: json(threadAnswer, 'The ticket, its customer and its last 200 messages.') },
})

/** Where anybody may go, at a walking pace. */
export function publicContactRoutes(ctx: Context, pacer: Pacer): Http {
  const http = newHttp()
  const shopOf = async (c: HttpContext) => {
    const shop = await shopOfForm(ctx, c.req.header('X-Shop-Key'))
    checkOrigin(shop.origins, { origin: foreignOrigin(c.req.raw.headers, ctx.config.publicUrl) })
    return shop
  }
  http.use(
    contactRoute.path,
    repeatWrites(ctx, async (c) => ({ ...FORM, shopId: (await shopOf(c)).id })),
  )
  http.openapi(contactRoute, async (c) => {
    const shop = await shopOf(c)
    const key = clientAddress(c, ctx.config.trustedProxies)
    pace(c, 'forms', { pacer, key }, ctx.clock().getTime())
    const submission = { message: c.req.valid('json'), locale: languageOf(c, shop.locale) }
    return c.json(await openByForm(ctx, shop, submission), 201)
  })
  return http
}

export function contactRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(statsRoute, async (c) => c.json(await readContactStats(ctx, c.var.actor), 200))
  http.openapi(listRoute, async (c) => c.json(await listContactTickets(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(ticketRoute, async (c) => c.json(await readThread(ctx, c.var.actor, c.req.valid('param').id), 200))
  return http
}

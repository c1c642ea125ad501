import { createRoute } from '@hono/zod-openapi'
import { FORM } from '../contact/actions.ts'
import { shopKeyHeader, shopOfKey } from '../identity/routes.ts'
import type { Context } from '../platform/context.ts'
import { clientAddress, type Http, type HttpContext, json, newHttp } from '../platform/http.ts'
import { pace } from '../platform/pace.ts'
import { Pacer } from '../platform/pacer.ts'
import { repeatWrites } from '../platform/repeat.ts'
import { articleRefInput, faqAnswer, faqArticleAnswer, faqQueryInput, judgementInput } from './door.ts'
import { judgeArticle, readFaq, readFaqArticle } from './read.ts'

const faqRoute = createRoute({
  method: 'get',
  path: '/api/faq',
  summary: 'Search the knowledge base',
  request: { headers: shopKeyHeader, query: faqQueryInput },
  responses: { 200: json(faqAnswer, 'What is published in the language asked for, else in the shop’s.') },
})

const articleRoute = createRoute({
  method: 'get',
  path: '/api/faq/{id}',
  summary: 'Read a published article',
  request: { headers: shopKeyHeader, params: articleRefInput },
  responses: { 200: json(faqArticleAnswer, 'The article as elements that need no cleaning.') },
})

const judgeRoute = createRoute({
  method: 'post',
  path: '/api/faq/{id}/feedback',
  summary: 'Say whether an article helped',
  request: {
    headers: shopKeyHeader,
    params: articleRefInput,
    body: { content: { 'application/json': { schema: judgementInput } }, required: true },
  },
  responses: { 204: { description: 'It is counted.' } },
})

/** How fast one address may ask. */
const READING = { burst: 300, perSecond: 10 }
const JUDGING = { burst: 20, perSecond: 0.05 }

/** Where anybody may go: with the shop's publishable key alone. */
export function publicFaqRoutes(ctx: Context): Http {
  const http = newHttp()
  const [reading, judging] = [new Pacer(READING), new Pacer(JUDGING)]
  const paced = (c: HttpContext, name: string, pacer: Pacer) =>
    pace(c, name, { pacer, key: clientAddress(c, ctx.config.trustedProxies) }, ctx.clock().getTime())
  http.use(
    '/api/faq/:id/feedback',
    repeatWrites(ctx, async (c) => ({ ...FORM, shopId: (await shopOfKey(ctx, c)).id })),
  )
  http.openapi(faqRoute, async (c) => {
    paced(c, 'reading', reading)
    return c.json(await readFaq(ctx, await shopOfKey(ctx, c), c.req.valid('query')), 200)
  })
  http.openapi(articleRoute, async (c) => {
    paced(c, 'reading', reading)
    return c.json(await readFaqArticle(ctx, await shopOfKey(ctx, c), c.req.valid('param').id), 200)
  })
  http.openapi(judgeRoute, async (c) => {
    paced(c, 'judging', judging)
    await judgeArticle(ctx, await shopOfKey(ctx, c), c.req.valid('param').id, c.req.valid('json').helped)
    return c.body(null, 204)
  })
  return http
}

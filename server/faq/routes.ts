import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import {
  changeArticle,
  createArticle,
  deleteArticle,
  previewArticle,
  publishArticle,
  readArticle,
  readArticles,
  readSearches,
  withdrawArticle,
} from './actions.ts'
import {
  articleAnswer,
  articleChange,
  articleFilterInput,
  articleListAnswer,
  articleRefInput,
  contentAnswer,
  newArticleInput,
  previewInput,
  searchListAnswer,
  searchRangeInput,
} from './door.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/articles',
  summary: 'List the articles of the knowledge base',
  request: { query: articleFilterInput },
  responses: { 200: json(articleListAnswer, 'Drafts and published ones, newest first.') },
})

const newRoute = createRoute({
  method: 'post',
  path: '/api/articles',
  summary: 'Begin an article',
  request: { body: { content: { 'application/json': { schema: newArticleInput } }, required: true } },
  responses: { 201: json(articleAnswer, 'The draft.') },
})

// Before `/{id}`: its name would pass for an id.
const searchesRoute = createRoute({
  method: 'get',
  path: '/api/articles/searches',
  summary: 'What shoppers searched for',
  request: { query: searchRangeInput },
  responses: { 200: json(searchListAnswer, 'Those that found nothing first, of the last 180 days.') },
})

const previewRoute = createRoute({
  method: 'post',
  path: '/api/articles/preview',
  summary: 'See an article as shoppers will',
  request: { body: { content: { 'application/json': { schema: previewInput } }, required: true } },
  responses: { 200: json(contentAnswer, 'Its elements. Nothing is kept.') },
})

const readRoute = createRoute({
  method: 'get',
  path: '/api/articles/{id}',
  summary: 'Read an article',
  request: { params: articleRefInput },
  responses: { 200: json(articleAnswer, 'The article as it was last written.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/articles/{id}',
  summary: 'Write on an article',
  request: {
    params: articleRefInput,
    body: { content: { 'application/json': { schema: articleChange } }, required: true },
  },
  responses: { 200: json(articleAnswer, 'The article; shoppers read it once it is published.') },
})

const publishRoute = createRoute({
  method: 'post',
  path: '/api/articles/{id}/publish',
  summary: 'Publish an article as it is now',
  request: { params: articleRefInput },
  responses: { 200: json(articleAnswer, 'The article.') },
})

const withdrawRoute = createRoute({
  method: 'post',
  path: '/api/articles/{id}/withdraw',
  summary: 'Take an article back',
  request: { params: articleRefInput },
  responses: { 200: json(articleAnswer, 'The article, a draft again.') },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/articles/{id}',
  summary: 'Delete an article',
  request: { params: articleRefInput },
  responses: { 204: { description: 'It is gone.' } },
})

export function articleRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) => c.json(await readArticles(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(newRoute, async (c) => c.json(await createArticle(ctx, c.var.actor, c.req.valid('json')), 201))
  http.openapi(searchesRoute, async (c) =>
    c.json(await readSearches(ctx, c.var.actor, c.req.valid('query').limit), 200),
  )
  http.openapi(previewRoute, (c) => c.json(previewArticle(c.var.actor, c.req.valid('json').body), 200))
  http.openapi(readRoute, async (c) => c.json(await readArticle(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(changeRoute, async (c) =>
    c.json(await changeArticle(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(publishRoute, async (c) => c.json(await publishArticle(ctx, c.var.actor, c.req.valid('param').id), 200))
  http.openapi(withdrawRoute, async (c) =>
    c.json(await withdrawArticle(ctx, c.var.actor, c.req.valid('param').id), 200),
  )
  http.openapi(deleteRoute, async (c) => {
    await deleteArticle(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  return http
}

import type { ReadableStream } from 'node:stream/web'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { accessFile, linksOf, mainPart, openLink, takeBackFile } from './actions.ts'
import { takeIn } from './arrive.ts'
import { fileAnswer, fileQuery, fileRefInput, linksAnswer } from './door.ts'
import { give } from './give.ts'
import { readLink } from './link.ts'

const sendRoute = createRoute({
  method: 'put',
  path: '/api/files/{id}',
  summary: 'Send a file, to be named in a message',
  request: {
    params: fileRefInput,
    query: fileQuery,
    body: { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }, required: true },
  },
  responses: { 201: json(fileAnswer, 'The file as it is kept; the same again for the same id.') },
})

const takeBackRoute = createRoute({
  method: 'delete',
  path: '/api/files/{id}',
  summary: 'Take back a file that is in no message',
  request: { params: fileRefInput },
  responses: { 204: { description: 'Gone.' } },
})

const bytes = { content: { 'application/octet-stream': {} }, description: 'The bytes.' }

const readRoute = createRoute({
  method: 'get',
  path: '/api/files/{id}',
  summary: 'The bytes of a file',
  request: { params: fileRefInput },
  responses: { 200: bytes, 206: bytes },
})

const thumbnailRoute = createRoute({
  method: 'get',
  path: '/api/files/{id}/thumbnail',
  summary: 'A small picture of a picture',
  request: { params: fileRefInput },
  responses: { 200: bytes },
})

const linksRoute = createRoute({
  method: 'get',
  path: '/api/files/{id}/links',
  summary: 'Addresses of a file that need no credential',
  request: { params: fileRefInput },
  responses: { 200: json(linksAnswer, 'They work for at most fifteen minutes.') },
})

/** Where a link leads: it is its own credential. */
export function linkedFileRoutes(ctx: Context): Http {
  const http = newHttp()
  http.get('/files/:token', async (c) => {
    const linked = readLink(ctx, c.req.param('token'))
    return give(ctx, c, await openLink(ctx, linked), linked.part)
  })
  return http
}

export function fileRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(sendRoute, async (c) => {
    const length = c.req.header('Content-Length')
    const file = await takeIn(ctx, c.var.actor, {
      ...c.req.valid('param'),
      ...c.req.valid('query'),
      length: length === undefined ? null : Number(length),
      // The types of the browser and of Node describe the same stream.
      body: c.req.raw.body as ReadableStream<Uint8Array> | null,
    })
    return c.json(file, 201)
  })
  http.openapi(takeBackRoute, async (c) => {
    await takeBackFile(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  http.openapi(readRoute, async (c) => {
    const file = await accessFile(ctx, c.var.actor, c.req.valid('param').id)
    return give(ctx, c, file, mainPart(file))
  })
  http.openapi(thumbnailRoute, async (c) =>
    give(ctx, c, await accessFile(ctx, c.var.actor, c.req.valid('param').id), 'thumbnail'),
  )
  http.openapi(linksRoute, async (c) => c.json(await linksOf(ctx, c.var.actor, c.req.valid('param').id), 200))
  return http
}

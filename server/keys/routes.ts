import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, json, newHttp } from '../platform/http.ts'
import { changeKey, makeKey, readKeys, revokeKey, rotateKey } from './actions.ts'
import {
  identitySecretAnswer,
  identitySecretShownAnswer,
  keyAnswer,
  keyChange,
  keyListAnswer,
  keyRefInput,
  keyWithSecretAnswer,
  newKeyInput,
  rotationInput,
} from './door.ts'
import { readIdentitySecret, renewIdentitySecret } from './identity-secret.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/keys',
  summary: 'List the keys',
  responses: { 200: json(keyListAnswer, 'The keys that are in force, oldest first; they come all.') },
})

const makeRoute = createRoute({
  method: 'post',
  path: '/api/keys',
  summary: 'Make a key',
  request: { body: { content: { 'application/json': { schema: newKeyInput } }, required: true } },
  responses: { 201: json(keyWithSecretAnswer, 'The key: a secret one is shown this once.') },
})

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/keys/{id}',
  summary: 'Rename a key, or narrow it',
  request: { params: keyRefInput, body: { content: { 'application/json': { schema: keyChange } }, required: true } },
  responses: { 200: json(keyAnswer, 'The key with the change.') },
})

const revokeRoute = createRoute({
  method: 'delete',
  path: '/api/keys/{id}',
  summary: 'Revoke a key',
  request: { params: keyRefInput },
  responses: { 204: { description: 'It opens nothing from now on, and its sockets are closed.' } },
})

const rotateRoute = createRoute({
  method: 'post',
  path: '/api/keys/{id}/rotate',
  summary: 'Put a new key in the place of one',
  request: {
    params: keyRefInput,
    body: { content: { 'application/json': { schema: rotationInput } }, required: true },
  },
  responses: { 200: json(keyWithSecretAnswer, 'The new key, shown this once; the former counts for a while.') },
})

const readSecretRoute = createRoute({
  method: 'get',
  path: '/api/identity-secret',
  summary: 'What is known of the identity secret',
  responses: { 200: json(identitySecretAnswer, 'Its end, and until when the former one counts.') },
})

const renewSecretRoute = createRoute({
  method: 'post',
  path: '/api/identity-secret/rotate',
  summary: 'Make a new identity secret',
  request: { body: { content: { 'application/json': { schema: rotationInput } }, required: true } },
  responses: { 200: json(identitySecretShownAnswer, 'The new one, shown this once; the former counts for a while.') },
})

export function keyRoutes(ctx: Context): Http {
  const http = newHttp()
  http.openapi(listRoute, async (c) => c.json(await readKeys(ctx, c.var.actor), 200))
  http.openapi(makeRoute, async (c) => c.json(await makeKey(ctx, c.var.actor, c.req.valid('json')), 201))
  http.openapi(changeRoute, async (c) =>
    c.json(await changeKey(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(revokeRoute, async (c) => {
    await revokeKey(ctx, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })
  http.openapi(rotateRoute, async (c) =>
    c.json(await rotateKey(ctx, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  http.openapi(readSecretRoute, async (c) => c.json(await readIdentitySecret(ctx, c.var.actor), 200))
  http.openapi(renewSecretRoute, async (c) =>
    c.json(await renewIdentitySecret(ctx, c.var.actor, c.req.valid('json')), 200),
  )
  return http
}

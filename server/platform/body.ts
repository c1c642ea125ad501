import { LIMITS } from '@comptoir/sdk/contract'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Failure } from './failure.ts'

const limitBody = bodyLimit({
  maxSize: LIMITS.body,
  onError: () => {
    throw new Failure('too_large', `Expected a body of at most ${LIMITS.body} bytes.`)
  },
})

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

export const refuseLargeBodies: MiddlewareHandler = (c, next) => {
  const { method, raw, url } = c.req
  if (!WITH_BODY.has(method)) return next()
  // A body of unknown length is counted while it is read into a copy of the request, and the adapter's own cannot be copied.
  if (!raw.headers.has('Content-Length') || raw.headers.has('Transfer-Encoding'))
    c.req.raw = new Request(url, { method, headers: raw.headers, body: raw.body, ...HALF_DUPLEX })
  return limitBody(c, next)
}

/** Asked for by every body that is a stream; the types of the browser do not know it. */
const HALF_DUPLEX = { duplex: 'half' }

/** Under `/api`, JSON alone: a form that another site posts cannot pass for one of our own requests. Pages, where no cookie counts, take forms. */
export const refuseOtherBodies: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  const empty = !type && (c.req.header('Content-Length') ?? '0') === '0' && !c.req.header('Transfer-Encoding')
  const form = type === 'application/x-www-form-urlencoded' && !c.req.path.startsWith('/api')
  if (WITH_BODY.has(c.req.method) && type !== 'application/json' && !empty && !form) throw otherType(c)
  const packed = c.req.header('Content-Encoding')
  if (packed !== undefined && packed !== 'identity')
    throw new Failure('unsupported_type', `Expected a body without Content-Encoding, got ${packed.slice(0, 100)}.`)
  await next()
}

export const otherType = (c: Context) =>
  new Failure(
    'unsupported_type',
    `Expected Content-Type: application/json, got ${c.req.header('Content-Type')?.slice(0, 100) ?? 'none'}.`,
  )

import { isUtf8 } from 'node:buffer'
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

/** The methods that write. */
export const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

export const refuseLargeBodies: MiddlewareHandler = (c, next) => {
  const { method, raw, url } = c.req
  // Who receives a file counts it as it comes.
  if (!WITH_BODY.has(method) || isFile(c)) return next()
  // A body of unknown length is counted while it is read into a copy of the request, and the adapter's own cannot be copied.
  if (!raw.headers.has('Content-Length') || raw.headers.has('Transfer-Encoding'))
    c.req.raw = new Request(url, { method, headers: raw.headers, body: raw.body, ...HALF_DUPLEX })
  return limitBody(c, next)
}

/** Asked for by every body that is a stream; the types of the browser do not know it. */
const HALF_DUPLEX = { duplex: 'half' }

/** A file is sent as it is, in a stream: there is no form to take apart. */
export const isFile = (c: Context): boolean => c.req.method === 'PUT' && c.req.path.startsWith('/api/files/')
const expected = (c: Context) => (isFile(c) ? 'application/octet-stream' : 'application/json')

const typeOf = (c: Context) => c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
const isForm = (c: Context) => typeOf(c) === 'application/x-www-form-urlencoded' && !c.req.path.startsWith('/api')

/** Under `/api`, JSON alone: a form that another site posts cannot pass for one of our own requests. Pages, where no cookie counts, take forms. */
export const refuseOtherBodies: MiddlewareHandler = async (c, next) => {
  const type = typeOf(c)
  const empty = !type && (c.req.header('Content-Length') ?? '0') === '0' && !c.req.header('Transfer-Encoding')
  if (WITH_BODY.has(c.req.method) && type !== expected(c) && !empty && !isForm(c)) throw otherType(c)
  const packed = c.req.header('Content-Encoding')
  if (packed !== undefined && packed !== 'identity')
    throw new Failure('unsupported_type', `Expected a body without Content-Encoding, got ${packed.slice(0, 100)}.`)
  await next()
}

/** What is no text is refused, and not stored with its broken characters replaced. */
export const refuseBrokenText: MiddlewareHandler = async (c, next) => {
  if (WITH_BODY.has(c.req.method) && !isFile(c)) {
    const bytes = Buffer.from(await c.req.arrayBuffer())
    if (!isUtf8(bytes)) throw new Failure('malformed', `Expected a body in UTF-8, got ${brokenByte(bytes)}.`)
    if (isForm(c) && !canDecode(bytes.toString()))
      throw new Failure('malformed', 'Expected a form whose fields are in UTF-8, got others.')
  }
  await next()
}

function brokenByte(bytes: Buffer): string {
  const repaired = Buffer.from(bytes.toString())
  const at = bytes.findIndex((byte, index) => byte !== repaired[index])
  return `the byte 0x${bytes[at]?.toString(16).padStart(2, '0')} at ${at}`
}

function canDecode(form: string): boolean {
  try {
    decodeURIComponent(form)
    return true
  } catch {
    return false
  }
}

export const otherType = (c: Context) =>
  new Failure(
    'unsupported_type',
    `Expected Content-Type: ${expected(c)}, got ${c.req.header('Content-Type')?.slice(0, 100) ?? 'none'}.`,
  )

import { Readable } from 'node:stream'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { disposition } from '../platform/files/name.ts'
import { UNKNOWN_TYPE } from '../platform/files/type.ts'
import type { HttpContext } from '../platform/http.ts'
import type { FileRecord } from '../schema.ts'
import { isShown, keyOf, type Part, spanOf } from './rules.ts'

/**
 * The bytes of a file. What we have drawn ourselves is shown where it stands; everything else is something to be saved,
 * of no type that a browser would open, whatever it may be.
 */
export async function give(ctx: Context, c: HttpContext, file: FileRecord, part: Part): Promise<Response> {
  if (part !== 'original' && !isShown(file)) throw nothing()
  guard(c, file, part)
  // How much a thumbnail has is not known without reading it: it is given whole.
  const span = part === 'thumbnail' ? null : spanOf(c.req.header('Range'), file.size)
  if (span === 'refused') return c.body(null, 416, { 'Content-Range': `bytes */${file.size}` })
  if (part !== 'thumbnail') {
    c.header('Accept-Ranges', 'bytes')
    c.header('Content-Length', String(span ? span.to - span.from + 1 : file.size))
  }
  if (span) c.header('Content-Range', `bytes ${span.from}-${span.to}/${file.size}`)
  if (c.req.method === 'HEAD') return c.body(null, 200)
  const bytes = await ctx.files.read(keyOf(file, part), span ?? undefined)
  if (!bytes) throw nothing()
  // The types of the browser and of Node describe the same stream.
  return c.body(Readable.toWeb(bytes) as unknown as globalThis.ReadableStream, span ? 206 : 200)
}

function guard(c: HttpContext, file: FileRecord, part: Part): void {
  const shown = part !== 'original'
  c.header('Content-Type', part === 'thumbnail' ? 'image/webp' : shown ? file.type : UNKNOWN_TYPE)
  c.header('Content-Disposition', disposition(shown ? 'inline' : 'attachment', file.name))
  c.header('Cache-Control', 'private, no-store')
  // Storefronts show pictures on their own pages.
  c.header('Cross-Origin-Resource-Policy', shown ? 'cross-origin' : 'same-site')
  c.set('sandboxed', true)
}

const nothing = () => new Failure('not_found', 'There is no such file.')

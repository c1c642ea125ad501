import type { MiddlewareHandler } from 'hono'
import { isFile, WITH_BODY } from './body.ts'
import type { Context } from './context.ts'
import type { HttpContext, HttpEnv } from './http.ts'
import { idempotencyKeyOf, once } from './idempotency.ts'
import { deriveKey, seal, unseal } from './seal.ts'

/** Whose key it is. */
export interface KeyHolder {
  shopId: string
  actor: string
}

/** What was answered, as it is replayed. Sealed: some answers hold a secret that is shown once. */
interface Kept {
  status: number
  type: string | null
  body: string
}

/** The answer of a write that has stored nothing: its key is left free. */
class Refused extends Error {}

/**
 * Stands before the routes, so that none can forget it: a write with an `Idempotency-Key` is done once, and its answer
 * replayed to whoever repeats it. What was refused, or failed, has changed nothing and may be asked again.
 */
export function repeatWrites(
  ctx: Context,
  holderOf: (c: HttpContext) => KeyHolder | Promise<KeyHolder>,
): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    // A file is kept once by its own id, and is not held in memory to be compared.
    const key = WITH_BODY.has(c.req.method) && !isFile(c) ? idempotencyKeyOf(c.req.header('Idempotency-Key')) : null
    if (key === null) return next()
    const { pathname, search } = new URL(c.req.url)
    const operation = `${c.req.method} ${pathname}${search}`
    const repeatable = { ...(await holderOf(c)), key, operation, body: await bodyOf(c) }
    try {
      const { answer, isReplay } = await once(ctx, repeatable, async () => {
        await next()
        if (!c.res.ok) throw new Refused()
        return keep(ctx, c.res)
      })
      if (isReplay) replay(ctx, c, answer)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
}

/** However it was spaced and ordered; what is no JSON, as it came. */
async function bodyOf(c: HttpContext): Promise<unknown> {
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function keep(ctx: Context, answer: Response): Promise<Kept> {
  const body = seal(keyOf(ctx), await answer.clone().text())
  return { status: answer.status, type: answer.headers.get('Content-Type'), body }
}

function replay(ctx: Context, c: HttpContext, { status, type, body }: Kept): void {
  const headers = { 'Idempotency-Replayed': 'true', ...(type !== null && { 'Content-Type': type }) }
  c.res = new Response(status === 204 ? null : unseal(keyOf(ctx), body), { status, headers })
}

const keyOf = ({ secret }: Context): Buffer => deriveKey(secret, 'idempotency')

import { type Actor, actorKey } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { Pacer } from '../platform/pacer.ts'

/** How fast one person may send files, and how many at once: a camera's roll passes, a flood does not. */
const FILES = { burst: 60, perSecond: 1 }
const AT_ONCE = 6

interface Traffic {
  pacer: Pacer
  /** How many are arriving, by sender. */
  arriving: Map<string, number>
}

const traffics = new WeakMap<Context, Traffic>()

/** @throws Failure `rate_limited` */
export async function atOnce<T>(ctx: Context, actor: Actor, work: () => Promise<T>): Promise<T> {
  const traffic = traffics.get(ctx) ?? { pacer: new Pacer(FILES), arriving: new Map() }
  traffics.set(ctx, traffic)
  const { pacer, arriving } = traffic
  const key = actorKey(actor)
  pacer.take(key, ctx.clock().getTime())
  const count = arriving.get(key) ?? 0
  if (count >= AT_ONCE)
    throw new Failure('rate_limited', `Expected at most ${AT_ONCE} files at once.`, { retryAfter: 2 })
  arriving.set(key, count + 1)
  try {
    return await work()
  } finally {
    const left = (arriving.get(key) ?? 1) - 1
    if (left > 0) arriving.set(key, left)
    else arriving.delete(key)
  }
}

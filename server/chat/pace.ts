import { type Actor, actorKey } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Pacer } from '../platform/pacer.ts'

/** How fast one person may write, by whichever way: a paste of a hundred lines passes, a flood does not. */
const MESSAGES = { burst: 100, perSecond: 10 }

const pacers = new WeakMap<Context, Pacer>()

/** One count for sockets and HTTP together. @throws Failure `rate_limited` */
export function paceMessage(ctx: Context, actor: Actor): void {
  const pacer = pacers.get(ctx) ?? new Pacer(MESSAGES)
  pacers.set(ctx, pacer)
  pacer.take(actorKey(actor), ctx.clock().getTime())
}

import { type Actor, actorKey } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { HttpContext } from '../platform/http.ts'
import { pace } from '../platform/pace.ts'
import { Pacer } from '../platform/pacer.ts'

/** How fast one shopper may write, by whichever way: a paste of a hundred lines passes, a flood does not. */
const SHOPPER = { burst: 100, perSecond: 10 }
/** How fast one agent may: a program answers many shoppers under one name. */
const AGENT = { burst: 2_000, perSecond: 1_000 }
/** How fast everybody in a shop together may. */
const SHOP = { burst: 20_000, perSecond: 10_000 }

interface Pacers {
  customer: Pacer
  agent: Pacer
  shop: Pacer
}

const pacers = new WeakMap<Context, Pacers>()

/** One count for sockets and HTTP together. @throws Failure `rate_limited` */
export function paceMessage(ctx: Context, actor: Actor, c: HttpContext | null = null): void {
  const all = pacers.get(ctx) ?? { customer: new Pacer(SHOPPER), agent: new Pacer(AGENT), shop: new Pacer(SHOP) }
  pacers.set(ctx, all)
  const now = ctx.clock().getTime()
  pace(c, 'messages', { pacer: all[actor.kind], key: actorKey(actor) }, now)
  all.shop.take(actor.shopId, now)
}

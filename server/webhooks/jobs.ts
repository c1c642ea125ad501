import type { Context } from '../platform/context.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { defineJob } from '../platform/jobs.ts'
import { hasEnabled } from './store.ts'

/** Finds what has happened in a shop since its endpoints were last told, and puts it on its way. */
export const collectFacts = defineJob<{ shopId: string }>('webhooks.collect')
/** Sends what is due to one endpoint. */
export const deliverDue = defineJob<{ shopId: string; webhookId: string }>('webhooks.deliver')
/** On the schedule: shops that a crash has kept from being told of. */
export const collectAll = defineJob<object>('collect_behind')
/** On the schedule: the log is kept for 30 days. */
export const forgetDeliveries = defineJob<object>('forget_deliveries')

export const collectKey = (shopId: string): string => `webhooks.collect:${shopId}`
export const deliverKey = (webhookId: string): string => `webhooks.deliver:${webhookId}`

/** Whether a shop has endpoints is asked anew after this time: one that was made on another node waits no longer. */
const KNOWN_FOR = 5_000
/** What happens within this time is collected together. */
const GATHER = 50

interface Shop {
  gathering: boolean
  hasEndpoints: boolean
  askedAt: number
}

const houses = new WeakMap<object, Map<string, Shop>>()

/**
 * After the commit: the shop's endpoints will be told of what is on record. It costs the writer nothing, and what is
 * missed here, in a crash, is found by the schedule: facts have no holes.
 */
export function feedWebhooks(ctx: Context, { fact: { shopId } }: Pick<HappenedOf<'message.posted'>, 'fact'>): void {
  const shops = houses.get(ctx.db) ?? new Map<string, Shop>()
  houses.set(ctx.db, shops)
  const shop = shops.get(shopId) ?? { gathering: false, hasEndpoints: false, askedAt: 0 }
  shops.set(shopId, shop)
  const isKnown = performance.now() - shop.askedAt < KNOWN_FOR && shop.askedAt > 0
  if (shop.gathering || (isKnown && !shop.hasEndpoints)) return
  shop.gathering = true
  setTimeout(() => {
    shop.gathering = false
    collectSoon(ctx, shopId, shop).catch((error) =>
      ctx.log.warn({ err: error, shopId }, 'webhooks wait for the schedule'),
    )
  }, GATHER).unref()
}

async function collectSoon(ctx: Context, shopId: string, shop: Shop): Promise<void> {
  if (ctx.closing.aborted) return
  shop.hasEndpoints = await hasEnabled(ctx.db, shopId)
  shop.askedAt = performance.now()
  if (shop.hasEndpoints)
    await ctx.db.transaction().execute((trx) => collectFacts.add(trx, { shopId }, { key: collectKey(shopId) }))
}

/** A shop that gets its first endpoint is fed from now on. */
export const forgetShop = (ctx: Pick<Context, 'db'>, shopId: string): void => {
  houses.get(ctx.db)?.delete(shopId)
}

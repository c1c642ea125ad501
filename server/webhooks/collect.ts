import { newId } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import * as deliveries from './deliveries/store.ts'
import { collectFacts, collectKey, deliverDue, deliverKey } from './jobs.ts'
import { bodyOf } from './payload.ts'
import * as store from './store.ts'

/** Facts that are read together. */
const AT_ONCE = 200

/** Makes a delivery of every fact that an endpoint asked for, and moves the endpoint on, in one transaction. */
export function collect(ctx: Context, { shopId }: { shopId: string }): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const behind = await store.lockBehind(trx, shopId)
    const after = Math.min(...behind.map(({ position }) => position))
    const told = behind.length === 0 ? [] : await store.listTold(trx, shopId, { after, limit: AT_ONCE })
    const last = told.at(-1)?.fact.position
    if (last === undefined) return
    for (const webhook of behind) {
      const news = told.filter(({ fact }) => fact.position > webhook.position)
      const due = deliveriesOf(webhook, news, ctx.clock())
      await deliveries.insertDeliveries(trx, due)
      if (webhook.position < last) await store.changeWebhook(trx, webhook, { position: last })
      if (due.length > 0) await deliverSoon(trx, webhook)
    }
    if (told.length === AT_ONCE) await collectFacts.add(trx, { shopId }, { key: collectKey(shopId) })
  })
}

export function deliveriesOf(webhook: store.WebhookRecord, told: store.Told[], now: Date): deliveries.NewDelivery[] {
  return told
    .filter(({ fact }) => webhook.events === null || webhook.events.includes(fact.type))
    .map(({ fact, ticket, message }) => ({
      ...{ shopId: webhook.shopId, webhookId: webhook.id, id: newId(now.getTime()) },
      ...{ position: fact.position, ticketId: fact.ticketId, event: fact.type },
      ...{ body: bodyOf(fact, ticket, message), state: 'pending' as const, nextAt: now, createdAt: now },
    }))
}

/** One endpoint is served by one worker at a time: a slow one keeps nobody else waiting. */
export function deliverSoon(trx: Trx, { shopId, id }: store.Ref, delay = 0): Promise<void> {
  const key = deliverKey(id)
  return deliverDue.add(trx, { shopId, webhookId: id }, { key, queue: key, delay })
}

/** Shops that have fallen behind: after a crash between a commit and its news. */
export async function collectBehind(ctx: Context): Promise<void> {
  const shops = await store.listShopsBehind(ctx.db)
  await ctx.db.transaction().execute(async (trx) => {
    for (const shopId of shops) await collectFacts.add(trx, { shopId }, { key: collectKey(shopId) })
  })
}

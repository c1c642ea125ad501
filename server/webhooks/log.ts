import {
  LASTING,
  LIMITS,
  newId,
  type Page,
  type WebhookDelivery,
  type WebhookDeliveryWithAttempts,
} from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { pick } from './actions.ts'
import { deliveriesOf, deliverSoon } from './collect.ts'
import * as deliveries from './deliveries/store.ts'
import { attempt } from './send.ts'
import * as store from './store.ts'

export async function readDeliveries(
  ctx: Context,
  actor: Actor,
  id: string,
  {
    state,
    cursor,
    limit,
  }: { state?: deliveries.DeliveryRecord['state'] | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<WebhookDelivery>> {
  allow(actor, 'readWebhooks')
  const webhook = await pick(store.findWebhook(ctx.db, { shopId: actor.shopId, id }))
  const rows = await deliveries.listDeliveries(ctx.db, webhook, { state, before: cursor, limit })
  const items = rows.slice(0, limit).map(deliveries.deliveryOf)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

export async function readDelivery(ctx: Context, actor: Actor, ref: Ref): Promise<WebhookDeliveryWithAttempts> {
  allow(actor, 'readWebhooks')
  return wholeOf(ctx, { shopId: actor.shopId, ...ref })
}

interface Ref {
  id: string
  deliveryId: string
}

async function wholeOf(ctx: Context, ref: deliveries.DeliveryRef): Promise<WebhookDeliveryWithAttempts> {
  const record = await deliveries.findDelivery(ctx.db, ref)
  if (!record) throw new Failure('not_found', 'There is no such delivery: the log is kept for 30 days.')
  const history = await deliveries.listAttempts(ctx.db, ref)
  return { ...deliveries.deliveryOf(record), history: history.map(deliveries.attemptOf), body: record.body }
}

/** Goes out at once, with the same id and the same body. */
export async function replayDelivery(ctx: Context, actor: Actor, ref: Ref): Promise<WebhookDelivery> {
  allow(actor, 'changeWebhooks')
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    const webhook = await pickEnabled(store.lockWebhook(trx, { shopId, id: ref.id }))
    const record = await deliveries.findDelivery(trx, { shopId, ...ref })
    const turned =
      record && (await deliveries.changeDelivery(trx, record, { state: 'pending', tries: 0, nextAt: ctx.clock() }))
    if (!turned) throw new Failure('not_found', 'There is no such delivery: the log is kept for 30 days.')
    await deliverSoon(trx, webhook)
    return deliveries.deliveryOf(turned)
  })
}

/** So many facts are read together. */
const AT_ONCE = 500

/** Every fact of a span of time goes out, whether it was delivered before, missed, or from before the webhook was made. */
export async function replaySpan(
  ctx: Context,
  actor: Actor,
  id: string,
  span: { from: Date; to: Date },
): Promise<{ deliveries: number }> {
  allow(actor, 'changeWebhooks')
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    const webhook = await pickEnabled(store.lockWebhook(trx, { shopId, id }))
    let count = 0
    for (let after = 0; ; ) {
      const told = await store.listTold(trx, shopId, { ...span, after, limit: AT_ONCE })
      const news = deliveriesOf(webhook, told, ctx.clock())
      count += news.length
      if (count > LIMITS.replay) throw tooMany()
      await deliveries.putDeliveries(trx, news)
      after = told.at(-1)?.fact.position ?? after
      if (told.length < AT_ONCE) break
    }
    await deliverSoon(trx, webhook)
    return { deliveries: count }
  })
}

function tooMany(): Failure {
  const detail = `Expected a span of at most ${LIMITS.replay} facts, got one of more: take a shorter one.`
  return new Failure('invalid', `to: ${detail}`, { errors: [{ path: 'to', detail }] })
}

async function pickEnabled(found: Promise<store.WebhookRecord | undefined>): Promise<store.WebhookRecord> {
  const webhook = await pick(found)
  if (webhook.state === 'disabled') throw new Failure('conflict', 'The webhook is disabled: enable it first.')
  return webhook
}

/** Sends `webhook.test` now, once, and answers what came of it. */
export async function tryWebhook(ctx: Context, actor: Actor, id: string): Promise<WebhookDeliveryWithAttempts> {
  allow(actor, 'changeWebhooks')
  const webhook = await pick(store.findWebhook(ctx.db, { shopId: actor.shopId, id }))
  const now = ctx.clock()
  const body = JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: { webhookId: id } })
  const delivery = {
    ...{ shopId: actor.shopId, webhookId: id, id: newId(now.getTime()), position: null, ticketId: null },
    ...{ event: 'webhook.test' as const, body, state: 'pending' as const, nextAt: null, createdAt: now },
  }
  await ctx.db.transaction().execute((trx) => deliveries.insertDeliveries(trx, [delivery]))
  await attempt(ctx, webhook, { ...delivery, attempts: 0, tries: 0 })
  return wholeOf(ctx, { shopId: actor.shopId, id, deliveryId: delivery.id })
}

/** What has ended is forgotten after a while. */
export const forgetLog = (ctx: Context): Promise<void> =>
  deliveries.forgetDeliveries(ctx.db, new Date(ctx.clock().getTime() - LASTING.webhookLog))

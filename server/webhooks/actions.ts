import {
  LASTING,
  LIMITS,
  type NewWebhook,
  newId,
  type Webhook,
  type WebhookChange,
  type WebhookWithSecret,
} from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import { deliverSoon } from './collect.ts'
import { forgetShop } from './jobs.ts'
import { newWebhookSecret, sealSecret } from './secret.ts'
import * as store from './store.ts'

export async function readWebhooks(ctx: Context, actor: Actor): Promise<{ items: Webhook[]; nextCursor: null }> {
  allow(actor, 'readWebhooks')
  const records = await store.listWebhooks(ctx.db, actor.shopId)
  return { items: records.map((record) => store.webhookOf(record, ctx.clock())), nextCursor: null }
}

export async function readWebhook(ctx: Context, actor: Actor, id: string): Promise<Webhook> {
  allow(actor, 'readWebhooks')
  return store.webhookOf(await pick(store.findWebhook(ctx.db, { shopId: actor.shopId, id })), ctx.clock())
}

/** Its secret is shown now and never again. @throws Failure `invalid` for an address that may not be reached, `conflict` for one too many */
export async function createWebhook(
  ctx: Context,
  actor: Actor,
  { url, description, events = null, ordered = false }: NewWebhook,
): Promise<WebhookWithSecret> {
  allow(actor, 'changeWebhooks')
  await checkTarget(ctx, url)
  const { shopId } = actor
  const secret = newWebhookSecret()
  const record = await ctx.db.transaction().execute(async (trx) => {
    await store.lockWebhooks(trx, shopId)
    if ((await store.listWebhooks(trx, shopId)).length >= LIMITS.webhooks)
      throw new Failure('conflict', `A shop has at most ${LIMITS.webhooks} webhooks.`)
    const createdAt = ctx.clock()
    return store.insertWebhook(trx, {
      ...{ shopId, id: newId(createdAt.getTime()), url, events, ordered, createdAt },
      ...{ secret: sealSecret(ctx, 'webhooks', secret), formerSecret: null, formerUntil: null },
      description: description ?? null,
      ...{ state: 'enabled', disabledBecause: null, failingSince: null },
      position: await store.lastPosition(trx, shopId),
    })
  })
  forgetShop(ctx, shopId)
  return { ...store.webhookOf(record, ctx.clock()), secret }
}

/** @throws Failure `not_found`, `invalid` as above */
export async function changeWebhook(
  ctx: Context,
  actor: Actor,
  id: string,
  { state, ...change }: WebhookChange,
): Promise<Webhook> {
  allow(actor, 'changeWebhooks')
  if (change.url !== undefined) await checkTarget(ctx, change.url)
  const changed = await ctx.db.transaction().execute(async (trx) => {
    const before = await pick(store.lockWebhook(trx, { shopId: actor.shopId, id }))
    const turn = { ...change, ...(state && state !== before.state && (await turnTo(trx, before, state))) }
    return Object.keys(turn).length > 0 ? store.changeWebhook(trx, before, turn) : before
  })
  forgetShop(ctx, actor.shopId)
  return store.webhookOf(changed, ctx.clock())
}

/** What was on its way when it was disabled goes on; what happened meanwhile does not come by itself. */
async function turnTo(trx: Trx, webhook: store.WebhookRecord, state: Webhook['state']) {
  if (state === 'disabled') return { state, disabledBecause: 'hand' as const }
  await deliverSoon(trx, webhook)
  return { state, disabledBecause: null, failingSince: null, position: await store.lastPosition(trx, webhook.shopId) }
}

/** Takes its log away, too. */
export async function deleteWebhook(ctx: Context, actor: Actor, id: string): Promise<void> {
  allow(actor, 'changeWebhooks')
  if (!(await store.deleteWebhook(ctx.db, { shopId: actor.shopId, id }))) throw missing()
}

/** For a day deliveries carry a signature by each of the two secrets. */
export async function rotateSecret(ctx: Context, actor: Actor, id: string): Promise<WebhookWithSecret> {
  allow(actor, 'changeWebhooks')
  const secret = newWebhookSecret()
  const record = await ctx.db.transaction().execute(async (trx) => {
    const before = await pick(store.lockWebhook(trx, { shopId: actor.shopId, id }))
    const formerUntil = new Date(ctx.clock().getTime() + LASTING.formerSecret)
    return store.changeWebhook(trx, before, {
      ...{ secret: sealSecret(ctx, 'webhooks', secret), formerSecret: before.secret, formerUntil },
    })
  })
  return { ...store.webhookOf(record, ctx.clock()), secret }
}

async function checkTarget(ctx: Context, url: string): Promise<void> {
  const detail = await ctx.guard.objection(url)
  if (detail !== null) throw new Failure('invalid', `url: ${detail}`, { errors: [{ path: 'url', detail }] })
}

const missing = () => new Failure('not_found', 'There is no such webhook.')

/** @throws Failure `not_found` */
export async function pick<T>(found: Promise<T | undefined>): Promise<T> {
  const one = await found
  if (!one) throw missing()
  return one
}

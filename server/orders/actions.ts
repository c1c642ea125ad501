import { type CustomerOrders, LASTING, type OrderSource, type OrderSourceWithSecret } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { findCustomer } from '../identity/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure, refuse } from '../platform/failure.ts'
import { newWebhookSecret, sealSecret } from '../webhooks/secret.ts'
import { askSoon } from './ask.ts'
import { isStale, OFF, viewOf } from './rules.ts'
import * as store from './store.ts'

export async function readSource(ctx: Context, actor: Actor): Promise<OrderSource> {
  allow(actor, 'changeOrderSource')
  return store.sourceOf(await store.findSource(ctx.db, actor.shopId), ctx.clock())
}

/** Its secret stays when the address changes. @throws Failure `invalid` for an address that may not be reached */
export async function putSource(ctx: Context, actor: Actor, url: string): Promise<OrderSourceWithSecret> {
  allow(actor, 'changeOrderSource')
  const detail = await ctx.guard.objection(url)
  if (detail !== null) throw refuse('url', detail)
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    const before = await store.lockSource(trx, shopId)
    const secret = before ? null : newWebhookSecret()
    const first = { formerSecret: null, formerUntil: null, createdAt: ctx.clock() }
    const source = before ?? { ...first, shopId, secret: sealSecret(ctx, 'orders', secret ?? '') }
    if (before && before.url !== url) await store.forgetAnswers(trx, shopId)
    return { ...store.sourceOf(await store.putSource(trx, { ...source, url }), ctx.clock()), secret }
  })
}

/** For a day questions carry a signature by each of the two secrets. @throws Failure `not_found` */
export async function rotateSecret(ctx: Context, actor: Actor): Promise<OrderSourceWithSecret> {
  allow(actor, 'changeOrderSource')
  const secret = newWebhookSecret()
  return ctx.db.transaction().execute(async (trx) => {
    const before = await store.lockSource(trx, actor.shopId)
    if (!before) throw new Failure('not_found', 'The shop has no endpoint for orders.')
    const formerUntil = new Date(ctx.clock().getTime() + LASTING.formerSecret)
    const turn = { secret: sealSecret(ctx, 'orders', secret), formerSecret: before.secret, formerUntil }
    return { ...store.sourceOf(await store.putSource(trx, { ...before, ...turn }), ctx.clock()), secret }
  })
}

export async function deleteSource(ctx: Context, actor: Actor): Promise<void> {
  allow(actor, 'changeOrderSource')
  await ctx.db.transaction().execute((trx) => store.deleteSource(trx, actor.shopId))
}

/**
 * What is known at this moment: the shop is asked beside it, and nobody waits. Only for whom the shop itself has vouched:
 * an address that somebody has typed is no reason to show an order.
 */
export async function readOrders(ctx: Context, actor: Actor, customerId: string): Promise<CustomerOrders> {
  allow(actor, 'readOrders')
  const customer = await findCustomer(ctx.db, actor.shopId, customerId)
  if (!customer) throw new Failure('not_found', 'There is no such customer.')
  const { standing, externalId } = customer
  const source = await store.findSource(ctx.db, actor.shopId)
  if (!source || standing !== 'verified' || externalId === null) return OFF
  const known = await store.findKnown(ctx.db, actor.shopId, customerId)
  if (isStale(known, externalId, ctx.clock())) askSoon(ctx, source, { id: customerId, externalId })
  return viewOf(known, externalId)
}

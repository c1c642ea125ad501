import { type IdentitySecret, type IdentitySecretShown, LASTING, type Rotation } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { identitySecretsOf, rotateIdentitySecret } from '../shops/actions.ts'
import { durationOf } from '../shops/rules.ts'
import { findShop } from '../shops/store.ts'

export async function readIdentitySecret(ctx: Context, actor: Actor): Promise<IdentitySecret> {
  allow(actor, 'readKeys')
  const shop = await findShop(ctx.db, actor.shopId)
  if (!shop) throw new Failure('not_found')
  const [secret = '', former] = identitySecretsOf(ctx, shop, ctx.clock())
  return {
    last4: secret.slice(-4),
    formerUntil: former === undefined ? null : (shop.formerIdentityUntil?.toISOString() ?? null),
  }
}

/** What the former one has signed counts until its overlap ends. */
export async function renewIdentitySecret(
  ctx: Context,
  actor: Actor,
  { overlap }: Rotation,
): Promise<IdentitySecretShown> {
  allow(actor, 'changeKeys')
  const at = ctx.clock().getTime()
  const lasting = overlap === undefined ? LASTING.formerKey : (durationOf(overlap) ?? 0)
  const formerUntil = new Date(at + lasting)
  const secret = await ctx.db.transaction().execute((trx) => rotateIdentitySecret(ctx, trx, actor.shopId, formerUntil))
  ctx.log.info({ shopId: actor.shopId, by: actor.name, formerUntil }, 'identity secret rotated')
  return { secret, last4: secret.slice(-4), formerUntil: lasting > 0 ? formerUntil.toISOString() : null }
}

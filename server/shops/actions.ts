import type { Shop, ShopChange, Welcome, WidgetSettings } from '@comptoir/sdk/contract'
import { newId } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import { deriveKey, newSecret, seal, unseal } from '../platform/seal.ts'
import type { ShopRecord } from '../schema.ts'
import { changeSettings, checkSettings, USUAL_SETTINGS } from './rules.ts'
import * as store from './store.ts'

type House = Pick<Context, 'secret'>

export interface OpenedShop {
  shopId: string
  publicKey: string
  /** Shown this once: it is kept as a hash. */
  secretKey: string
  identitySecret: string
}

export async function openShop(
  house: House,
  trx: Trx,
  shop: { name: string; locale: string; origins: string[] },
  at: Date,
): Promise<OpenedShop> {
  const shopId = newId(at.getTime())
  const identitySecret = newSecret('is')
  const publicKey = newSecret('pk')
  const secretKey = newSecret('sk')
  await store.insertShop(trx, {
    ...shop,
    id: shopId,
    settings: USUAL_SETTINGS,
    identitySecret: seal(sealing(house), identitySecret),
    createdAt: at,
  })
  const key = { shopId, agentId: null, createdAt: at }
  await store.insertKey(trx, { ...key, id: newId(), kind: 'publishable', name: 'Widget', key: publicKey })
  await store.insertKey(trx, { ...key, id: newId(), kind: 'secret', name: 'Backend', key: secretKey })
  return { shopId, publicKey, secretKey, identitySecret }
}

/** Those that count at this moment: the present one, and for a while the one before it. */
export function identitySecretsOf(house: House, shop: ShopRecord, now: Date): string[] {
  const { identitySecret, formerIdentitySecret: former, formerIdentityUntil: until } = shop
  return [identitySecret, ...(former && until && until > now ? [former] : [])].map((one) => unseal(sealing(house), one))
}

/** Answers the new one, which is shown this once. The one before counts until then. */
export async function rotateIdentitySecret(house: House, trx: Trx, shopId: string, formerUntil: Date): Promise<string> {
  const { identitySecret: former } = await store.lockShop(trx, shopId)
  const secret = newSecret('is')
  await store.changeIdentitySecret(trx, shopId, { secret: seal(sealing(house), secret), former, formerUntil })
  return secret
}

const sealing = (house: House): Buffer => deriveKey(house.secret, 'seal')

export async function readShop(ctx: Context, shopId: string): Promise<Shop> {
  const record = await store.findShop(ctx.db, shopId)
  if (!record) throw new Error(`shop ${shopId} is gone`)
  return store.shopOf(record, await store.findPublicKey(ctx.db, shopId))
}

/** What follows from a change within its transaction. Given by the composition, since it follows upstairs. */
export type AfterChange = (trx: Trx, before: ShopRecord, after: ShopRecord) => Promise<void>

export async function changeShop(ctx: Context, shopId: string, change: ShopChange, follow: AfterChange): Promise<Shop> {
  await ctx.db.transaction().execute(async (trx) => {
    const before = await store.lockShop(trx, shopId)
    const { settings, ...rest } = change
    const after = { ...before, ...rest, settings: changeSettings(before.settings, settings ?? {}) }
    checkSettings(after.settings)
    await store.changeShop(trx, after)
    await follow(trx, before, after)
  })
  return readShop(ctx, shopId)
}

/** What anybody may see of a shop who holds its publishable key. */
export function widgetSettings(shop: ShopRecord): Omit<WidgetSettings, keyof Welcome> & Pick<Welcome, 'rules'> {
  const { form: _, ...look } = shop.settings.widget
  return { shop: { name: shop.name, locale: shop.locale }, ...look }
}

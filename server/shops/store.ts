import type { Scope, Shop, ShopSettings } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import { removeFiles } from '../platform/files/jobs.ts'
import { hashSecret } from '../platform/seal.ts'
import type { KeyRecord, ShopRecord } from '../schema.ts'
import { changeSettings, USUAL_SETTINGS } from './rules.ts'

export interface NewShop {
  id: string
  name: string
  locale: string
  origins: string[]
  settings: ShopSettings
  identitySecret: string
  createdAt: Date
}

export async function insertShop(trx: Trx, shop: NewShop): Promise<void> {
  await trx
    .insertInto('shops')
    .values({ ...shop, settings: JSON.stringify(shop.settings) })
    .execute()
  await trx.insertInto('shopCounters').values({ shopId: shop.id, lastTicket: 0, lastFact: 0 }).execute()
  await trx.insertInto('figureBooks').values({ shopId: shop.id, timeZone: shop.settings.hours.timeZone }).execute()
}

export interface NewKeyRecord {
  shopId: string
  id: string
  kind: 'publishable' | 'secret' | 'agent'
  name: string
  key: string
  agentId: string | null
  scopes?: Scope[] | null
  createdAt: Date
}

/** A publishable key is public by nature and kept as it is, to be shown in the tag; the others are kept as hashes. */
export async function insertKey(trx: Trx, { key, ...rest }: NewKeyRecord): Promise<KeyRecord> {
  const lookup = rest.kind === 'publishable' ? key : hashSecret(key)
  return trx
    .insertInto('keys')
    .values({ ...rest, lookup, last4: key.slice(-4) })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The hour in which a key was last used is enough to know whether it is, and costs no write on each request. */
const USE_NOTED = 3_600_000

export async function noteUse(
  db: Connection,
  { shopId, id, lastUsedAt }: Pick<KeyRecord, 'shopId' | 'id' | 'lastUsedAt'>,
  now: Date,
): Promise<void> {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USE_NOTED) return
  await db.updateTable('keys').set({ lastUsedAt: now }).where('shopId', '=', shopId).where('id', '=', id).execute()
}

/** A shop that was made before a setting was has the usual one. */
const withUsual = <S extends Pick<ShopRecord, 'settings'>>(shop: S): S => ({
  ...shop,
  settings: changeSettings(USUAL_SETTINGS, shop.settings),
})

export async function findShop(db: Connection, shopId: string): Promise<ShopRecord | undefined> {
  const shop = await db.selectFrom('shops').selectAll().where('id', '=', shopId).executeTakeFirst()
  return shop && withUsual(shop)
}

const recalled = new WeakMap<Trx, Map<string, Promise<ShopRecord | undefined>>>()

/** The same, asked once in a transaction: for what follows from things, which does not change the shop. */
export function recallShop(trx: Trx, shopId: string): Promise<ShopRecord | undefined> {
  const known = recalled.get(trx) ?? new Map<string, Promise<ShopRecord | undefined>>()
  recalled.set(trx, known)
  const shop = known.get(shopId) ?? findShop(trx, shopId)
  known.set(shopId, shop)
  return shop
}

export const lockShop = async (trx: Trx, shopId: string): Promise<ShopRecord> =>
  withUsual(await trx.selectFrom('shops').selectAll().where('id', '=', shopId).forUpdate().executeTakeFirstOrThrow())

/** What has not the form of a key is nobody's: it comes from address lines too, where anything can stand. */
export async function findShopByPublicKey(
  db: Connection,
  publicKey: string,
  now: Date,
): Promise<ShopRecord | undefined> {
  if (!/^pk_[\w-]{1,100}$/.test(publicKey)) return undefined
  const key = await inForce(db, now)
    .selectAll()
    .where('lookup', '=', publicKey)
    .where('kind', '=', 'publishable')
    .executeTakeFirst()
  if (!key) return undefined
  await noteUse(db, key, now)
  return findShop(db, key.shopId)
}

/** The newest: a rotated one counts, but is shown no more. */
export async function findPublicKey(db: Connection, shopId: string): Promise<string> {
  const key = await db
    .selectFrom('keys')
    .select('lookup')
    .where('shopId', '=', shopId)
    .where('kind', '=', 'publishable')
    .where('revokedAt', 'is', null)
    .orderBy(sql`expires_at IS NULL`, 'desc')
    .orderBy('createdAt', 'desc')
    .executeTakeFirstOrThrow()
  return key.lookup
}

/** Keys that were neither revoked nor have come to their end. */
export const inForce = (db: Connection, now: Date) =>
  db
    .selectFrom('keys')
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))

export async function changeIdentitySecret(
  trx: Trx,
  shopId: string,
  { secret, former, formerUntil }: { secret: string; former: string; formerUntil: Date },
): Promise<void> {
  await trx
    .updateTable('shops')
    .set({ identitySecret: secret, formerIdentitySecret: former, formerIdentityUntil: formerUntil })
    .where('id', '=', shopId)
    .execute()
}

export async function changeShop(
  trx: Trx,
  shop: Pick<ShopRecord, 'id' | 'name' | 'locale' | 'origins' | 'settings'>,
): Promise<void> {
  const { id, settings, ...rest } = shop
  await trx
    .updateTable('shops')
    .set({ ...rest, settings: JSON.stringify(settings) })
    .where('id', '=', id)
    .execute()
}

/** Whether any shop at all allows this origin: what a preflight can ask, since it brings no credential. */
export async function isOriginKnown(db: Connection, origin: string): Promise<boolean> {
  const found = await db
    .selectFrom('shops')
    .select('id')
    .where(sql<boolean>`origins @> ARRAY[${origin}]::text[]`)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export const countShops = async (db: Connection): Promise<number> => {
  const { count } = await db
    .selectFrom('shops')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export function shopOf(record: ShopRecord, publicKey: string): Shop {
  const { id, name, locale, origins, settings } = record
  return { id, name, locale, origins, publicKey, settings, createdAt: record.createdAt.toISOString() }
}

/** Takes a shop and all that it holds away for good. Its agents go too, unless they work elsewhere. */
export async function eraseShop(trx: Trx, shopId: string): Promise<void> {
  const tables = [
    'views',
    'drafts',
    'replies',
    'files',
    'articles',
    'articleSearches',
    'webhookAttempts',
    'webhookDeliveries',
    'webhooks',
    'orderSources',
    'customerOrders',
    'mails',
    'mailTemplates',
    'mailStops',
    'mailsIn',
    'facts',
    'workflowRuns',
    'workflows',
    'ratings',
    'ticketMessages',
    'tickets',
    'figures',
    'figureBooks',
    'departmentMembers',
    'departments',
    'categories',
    'visits',
    'presences',
    'attendances',
    'visitorSessions',
    'customers',
    'idempotencyKeys',
    'keys',
    'shopCounters',
  ] as const
  for (const table of tables) await trx.deleteFrom(table).where('shopId', '=', shopId).execute()
  await removeFiles.add(trx, { shopId, ticketId: null })
  await sql`DELETE FROM auth."user" u WHERE EXISTS (SELECT FROM auth.member m WHERE m.user_id = u.id AND m.organization_id = ${shopId})
    AND NOT EXISTS (SELECT FROM auth.member m WHERE m.user_id = u.id AND m.organization_id <> ${shopId})`.execute(trx)
  await sql`DELETE FROM auth.organization WHERE id = ${shopId}`.execute(trx)
  await trx.deleteFrom('shops').where('id', '=', shopId).execute()
}

/** The shop of an installation that has no other. */
export async function findOnlyShop(db: Connection): Promise<ShopRecord | undefined> {
  const [first, second] = await db.selectFrom('shops').select('id').limit(2).execute()
  return first && !second ? findShop(db, first.id) : undefined
}

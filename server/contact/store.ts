import type { Connection } from '../platform/db.ts'
import type { ShopRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'

/** The shop of an installation that has no other. */
export async function findOnlyShop(db: Connection): Promise<ShopRecord | undefined> {
  const [first, second] = await db.selectFrom('shops').select('id').limit(2).execute()
  return first && !second ? findShop(db, first.id) : undefined
}

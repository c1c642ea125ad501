import type { Category } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { CategoryRecord } from '../schema.ts'
import { categoriesOf, inUse } from './rules.ts'

/** All of a shop, those that are retired too. */
export const listCategories = async (db: Connection, shopId: string): Promise<Category[]> =>
  categoriesOf(
    await db
      .selectFrom('categories')
      .selectAll()
      .where('shopId', '=', shopId)
      .orderBy('createdAt')
      .orderBy('id')
      .execute(),
  )

export const listInUse = async (db: Connection, shopId: string): Promise<Category[]> =>
  inUse(await listCategories(db, shopId))

/** Changes of a shop's categories go one after the other: what they compare is in several rows. */
export async function lockCategories(trx: Trx, shopId: string): Promise<Category[]> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`categories ${shopId}`}::text, 0))`.execute(trx)
  return listCategories(trx, shopId)
}

/** Adds a category, or changes it; a built-in one has a row from its first change on. */
export async function putCategory(
  trx: Trx,
  {
    shopId,
    id,
    createdAt,
    ...rest
  }: Pick<CategoryRecord, 'shopId' | 'id' | 'createdAt'> & Partial<Pick<CategoryRecord, 'label' | 'retiredAt'>>,
): Promise<void> {
  const { label, ...other } = rest
  const turn = { ...other, ...(label && { label: JSON.stringify(label) }) }
  await trx
    .insertInto('categories')
    .values({ shopId, id, createdAt, label: '{}', ...turn })
    .onConflict((conflict) => conflict.columns(['shopId', 'id']).doUpdateSet(turn))
    .execute()
}

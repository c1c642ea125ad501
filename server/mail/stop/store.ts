import type { Connection } from '../../platform/db.ts'
import type { Stop } from './link.ts'

export async function isStopped(db: Connection, { shopId, address }: Stop): Promise<boolean> {
  const row = await db
    .selectFrom('mailStops')
    .select('shopId')
    .where('shopId', '=', shopId)
    .where('address', '=', address)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertStop(db: Connection, { shopId, address }: Stop, stoppedAt: Date): Promise<void> {
  await db
    .insertInto('mailStops')
    .values({ shopId, address, stoppedAt })
    .onConflict((conflict) => conflict.columns(['shopId', 'address']).doNothing())
    .execute()
}

export async function deleteStop(db: Connection, { shopId, address }: Stop): Promise<void> {
  await db.deleteFrom('mailStops').where('shopId', '=', shopId).where('address', '=', address).execute()
}

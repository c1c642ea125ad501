import type { Key } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { KeyRecord } from '../schema.ts'
import { inForce } from '../shops/store.ts'

export const listKeys = (db: Connection, shopId: string, now: Date): Promise<KeyRecord[]> =>
  inForce(db, now).selectAll().where('shopId', '=', shopId).orderBy('createdAt').orderBy('id').execute()

/** So that two at once see each other. */
export async function lockKeys(trx: Trx, shopId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`keys ${shopId}`}::text, 0))`.execute(trx)
}

export const findKey = (db: Connection, shopId: string, id: string, now: Date): Promise<KeyRecord | undefined> =>
  inForce(db, now).selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

export const changeKey = (
  trx: Trx,
  { shopId, id }: Pick<KeyRecord, 'shopId' | 'id'>,
  change: Partial<Pick<KeyRecord, 'name' | 'scopes' | 'expiresAt' | 'revokedAt'>>,
): Promise<KeyRecord> =>
  trx
    .updateTable('keys')
    .set(change)
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export function keyOf(record: KeyRecord): Key {
  const { id, kind, name, scopes, last4, lookup, agentId, createdAt, lastUsedAt, expiresAt } = record
  return {
    ...{ id, kind, name, scopes, last4, agentId },
    key: kind === 'publishable' ? lookup : null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt && new Date(Math.floor(lastUsedAt.getTime() / HOUR) * HOUR).toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}

const HOUR = 3_600_000

import { createHash } from 'node:crypto'
import { LASTING, LIMITS } from '@comptoir/sdk/contract'
import { z } from 'zod'
import type { Unit } from './commit.ts'
import type { Connection } from './db.ts'
import { Failure } from './failure.ts'
import { defineJob } from './jobs.ts'

const keyInput = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(LIMITS.idempotencyKey)

/** @throws Failure `invalid` when there is one of another form */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = keyInput.safeParse(header)
  if (key.success) return key.data
  const detail = `Expected 1 to ${LIMITS.idempotencyKey} printable characters.`
  throw new Failure('invalid', `Idempotency-Key: ${detail}`, { errors: [{ path: 'Idempotency-Key', detail }] })
}

/** A write that may be repeated: who says so, by which key, and what they asked for. */
export interface Repeatable {
  actor: string
  key: string
  request: unknown
}

/**
 * Does the work once for each key and replays its answer for 24 hours. The key is stored with the work, so that a
 * crash leaves both or neither; a second request that comes meanwhile waits for the first.
 * @throws Failure `key_reused` when the same key comes with another request
 */
export async function once<T extends object>(
  unit: Unit,
  repeatable: Repeatable | null,
  work: () => Promise<T>,
): Promise<T> {
  if (!repeatable) return work()
  const { shopId, trx, at } = unit
  const { actor, key, request } = repeatable
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const row = { shopId, actor, key, fingerprint, answer: '{}', createdAt: at }
  const expired = new Date(at.getTime() - LASTING.idempotencyKey)
  const claimed = await trx
    .insertInto('idempotencyKeys')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['shopId', 'actor', 'key'])
        .doUpdateSet({ fingerprint, createdAt: at })
        .where('idempotencyKeys.createdAt', '<', expired),
    )
    .returning('key')
    .executeTakeFirst()
  const mine = trx
    .updateTable('idempotencyKeys')
    .where('shopId', '=', shopId)
    .where('actor', '=', actor)
    .where('key', '=', key)
  if (!claimed) return replay<T>(unit, repeatable, fingerprint)
  const answer = await work()
  await mine.set({ answer: JSON.stringify(answer) }).execute()
  return answer
}

async function replay<T extends object>(
  { trx, shopId }: Unit,
  { actor, key }: Repeatable,
  fingerprint: string,
): Promise<T> {
  const first = await trx
    .selectFrom('idempotencyKeys')
    .select(['fingerprint', 'answer'])
    .where('shopId', '=', shopId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (first.fingerprint !== fingerprint)
    throw new Failure('key_reused', 'Expected the same request as the first with this Idempotency-Key, got another.')
  // It was written by `once` from an answer of this very operation.
  return first.answer as T
}

/** On the schedule: keys that are no longer replayed, and the answers that they hold, are forgotten. */
export const forgetKeys = defineJob<object>('forget_keys')

export async function forgetOldKeys(db: Connection, now: Date): Promise<void> {
  const expired = new Date(now.getTime() - LASTING.idempotencyKey)
  await db.deleteFrom('idempotencyKeys').where('createdAt', '<', expired).execute()
}

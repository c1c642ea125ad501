import { createHash } from 'node:crypto'
import { LASTING, LIMITS } from '@comptoir/sdk/contract'
import { z } from 'zod'
import type { Context } from './context.ts'
import { type Connection, POOL_SIZE } from './db.ts'
import { Failure } from './failure.ts'
import { defineJob } from './jobs.ts'
import { asWhole } from './whole.ts'

const keyInput = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(LIMITS.idempotencyKey)

/** @throws Failure `invalid` when there is one of another form */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = keyInput.safeParse(header)
  if (key.success) return key.data
  const detail = `Expected 1 to ${LIMITS.idempotencyKey} printable characters without a space, got ${header.length}: "${header.slice(0, 40)}".`
  throw new Failure('invalid', `Idempotency-Key: ${detail}`, { errors: [{ path: 'Idempotency-Key', detail }] })
}

/** A write that may be repeated: who says so, by which key, and what they asked for. */
export interface Repeatable {
  shopId: string
  actor: string
  key: string
  /** Such as `POST /api/tickets`. */
  operation: string
  body: unknown
}

/** Each holds a connection while it works, and some must be left for what works in parts. */
const AT_ONCE = POOL_SIZE - 4

const queues = new WeakMap<object, { running: number; waiting: (() => void)[] }>()

/**
 * Does a write once for each key and replays its answer for 24 hours. The key is stored with all that the write stores,
 * so that a crash leaves both or neither; a second request that comes meanwhile waits for the first. What throws has
 * stored nothing, and leaves the key free.
 * @throws Failure `key_reused` when the same key comes with another request
 */
export async function once<T extends object>(
  ctx: Pick<Context, 'db' | 'clock'>,
  repeatable: Repeatable,
  work: () => Promise<T>,
): Promise<{ answer: T; isReplay: boolean }> {
  const leave = await queueUp(ctx.db)
  try {
    return await asWhole(ctx.db, async () => {
      const first = await claim(ctx.db, repeatable, ctx.clock())
      // It was written below from an answer of this very operation.
      if (first) return { answer: checkSame(repeatable, first).answer as T, isReplay: true }
      const answer = await work()
      await rowOf(ctx.db, repeatable)
        .set({ answer: JSON.stringify(answer) })
        .execute()
      return { answer, isReplay: false }
    })
  } finally {
    leave()
  }
}

/** Answers the function by which the next one is let in. */
async function queueUp(db: object): Promise<() => void> {
  const queue = queues.get(db) ?? { running: 0, waiting: [] }
  queues.set(db, queue)
  if (queue.running >= AT_ONCE) await new Promise<void>((resolve) => queue.waiting.push(resolve))
  else queue.running += 1
  return () => {
    const next = queue.waiting.shift()
    if (next) next()
    else queue.running -= 1
  }
}

const rowOf = (db: Connection, { shopId, actor, key }: Repeatable) =>
  db.updateTable('idempotencyKeys').where('shopId', '=', shopId).where('actor', '=', actor).where('key', '=', key)

interface First {
  fingerprint: string
  answer: object
}

/** Takes the key, or answers what was done under it. */
async function claim(db: Connection, repeatable: Repeatable, at: Date): Promise<First | null> {
  const { shopId, actor, key } = repeatable
  const fingerprint = fingerprintOf(repeatable)
  const expired = new Date(at.getTime() - LASTING.idempotencyKey)
  const claimed = await db
    .insertInto('idempotencyKeys')
    .values({ shopId, actor, key, fingerprint, answer: '{}', createdAt: at })
    .onConflict((conflict) =>
      conflict
        .columns(['shopId', 'actor', 'key'])
        .doUpdateSet({ fingerprint, createdAt: at })
        .where('idempotencyKeys.createdAt', '<', expired),
    )
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null
  return db
    .selectFrom('idempotencyKeys')
    .select(['fingerprint', 'answer'])
    .where('shopId', '=', shopId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
}

/** The operation, so that a refusal can name it, and a hash of all that was asked. */
function fingerprintOf({ operation, body }: Pick<Repeatable, 'operation' | 'body'>): string {
  const hash = createHash('sha256')
    .update(`${operation}\n${JSON.stringify(body, inOrder)}`)
    .digest('hex')
  return `${shorten(operation)} ${hash}`
}

/** The order of its members makes no other request of an object. */
const inOrder = (_: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

const shorten = (text: string): string => text.slice(0, 200)

function checkSame(repeatable: Repeatable, first: First): First {
  if (first.fingerprint === fingerprintOf(repeatable)) return first
  const before = first.fingerprint.slice(0, first.fingerprint.lastIndexOf(' '))
  const came = shorten(repeatable.operation)
  const got = came === before ? 'the same with another body' : came
  throw new Failure(
    'key_reused',
    `Expected ${before} as it first came with this Idempotency-Key, got ${got}: another request needs another key.`,
  )
}

/** On the schedule: keys that are no longer replayed, and the answers that they hold, are forgotten. */
export const forgetKeys = defineJob<object>('forget_keys')

export async function forgetOldKeys(db: Connection, now: Date): Promise<void> {
  const expired = new Date(now.getTime() - LASTING.idempotencyKey)
  await db.deleteFrom('idempotencyKeys').where('createdAt', '<', expired).execute()
}

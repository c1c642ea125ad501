import {
  type Key,
  type KeyChange,
  type KeyWithSecret,
  LASTING,
  LIMITS,
  type NewKey,
  newId,
  type Rotation,
  type Scope,
} from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import { Failure, refuse } from '../platform/failure.ts'
import { rooms } from '../platform/live.ts'
import { newSecret } from '../platform/seal.ts'
import type { KeyRecord } from '../schema.ts'
import { durationOf } from '../shops/rules.ts'
import { insertKey } from '../shops/store.ts'
import { endOf, mayGive } from './rules.ts'
import * as store from './store.ts'

export async function readKeys(ctx: Context, actor: Actor): Promise<{ items: Key[]; nextCursor: null }> {
  allow(actor, 'readKeys')
  const records = await store.listKeys(ctx.db, actor.shopId, ctx.clock())
  return { items: records.map(store.keyOf), nextCursor: null }
}

/** @throws Failure `forbidden` for a scope that the caller's own key has not, `conflict` for one too many */
export async function makeKey(ctx: Context, actor: Actor, { kind, name, scopes }: NewKey): Promise<KeyWithSecret> {
  allow(actor, 'changeKeys')
  if (kind === 'secret') checkGiving(actor, scopes ?? null)
  const made = await inTurn(ctx, actor, async (trx, at) => {
    const present = await store.listKeys(trx, actor.shopId, at)
    if (present.filter((key) => key.kind !== 'agent').length >= LIMITS.keys)
      throw new Failure('conflict', `A shop has at most ${LIMITS.keys} keys.`)
    return give(trx, { shopId: actor.shopId, kind, name, scopes: scopes ?? null }, at)
  })
  ctx.log.info({ shopId: actor.shopId, by: actor.name, keyId: made.id, kind, scopes }, 'key made')
  return made
}

/** Its sockets come back with what it may from now on. @throws Failure `not_found`, `forbidden`, `invalid` */
export async function changeKey(ctx: Context, actor: Actor, id: string, change: KeyChange): Promise<Key> {
  allow(actor, 'changeKeys')
  const changed = await inTurn(ctx, actor, async (trx, at) => {
    const before = await pick(trx, actor, id, at)
    if (change.scopes !== undefined) {
      if (before.kind !== 'secret')
        throw refuse('scopes', `Expected scopes for a secret key alone, got them for a ${before.kind} one.`)
      checkGiving(actor, before.scopes)
      checkGiving(actor, change.scopes)
    }
    return Object.keys(change).length > 0 ? store.changeKey(trx, before, change) : before
  })
  if (change.scopes !== undefined) sendAway(ctx, changed, 'What the key may has changed.')
  return store.keyOf(changed)
}

/** At once, also for whoever is connected by it. @throws Failure `not_found`, `conflict` for the last publishable one */
export async function revokeKey(ctx: Context, actor: Actor, id: string): Promise<void> {
  allow(actor, 'changeKeys')
  const revoked = await inTurn(ctx, actor, async (trx, at) => {
    const key = await pick(trx, actor, id, at)
    if (key.kind === 'publishable') await checkNotLast(trx, key, at)
    return store.changeKey(trx, key, { revokedAt: at })
  })
  ctx.log.info({ shopId: actor.shopId, by: actor.name, keyId: id, kind: revoked.kind }, 'key revoked')
  sendAway(ctx, revoked, 'The key was revoked.')
}

/** The new one is of the same name and scopes. The former counts until the overlap ends. */
export async function rotateKey(ctx: Context, actor: Actor, id: string, { overlap }: Rotation): Promise<KeyWithSecret> {
  allow(actor, 'changeKeys')
  const lasting = overlap === undefined ? LASTING.formerKey : (durationOf(overlap) ?? 0)
  const made = await inTurn(ctx, actor, async (trx, at) => {
    const former = await pick(trx, actor, id, at)
    if (former.kind === 'agent')
      throw new Failure('conflict', 'Expected a publishable or a secret key, got the token of an agent: revoke it.')
    if (former.kind === 'secret') checkGiving(actor, former.scopes)
    await store.changeKey(trx, former, { expiresAt: endOf(former.expiresAt, new Date(at.getTime() + lasting)) })
    return give(trx, { ...former, kind: former.kind }, at)
  })
  ctx.log.info({ shopId: actor.shopId, by: actor.name, keyId: id, newKeyId: made.id }, 'key rotated')
  if (lasting === 0) sendAway(ctx, { shopId: actor.shopId, id }, 'The key was rotated.')
  return made
}

/** One after the other within a shop. */
function inTurn<T>(ctx: Context, { shopId }: Actor, work: (trx: Trx, at: Date) => Promise<T>): Promise<T> {
  return ctx.db.transaction().execute(async (trx) => {
    await store.lockKeys(trx, shopId)
    return work(trx, ctx.clock())
  })
}

const PREFIX = { publishable: 'pk', secret: 'sk' } as const

async function give(
  trx: Trx,
  { shopId, kind, name, scopes }: { shopId: string; kind: keyof typeof PREFIX; name: string; scopes: Scope[] | null },
  at: Date,
): Promise<KeyWithSecret> {
  const key = newSecret(PREFIX[kind])
  const record = { shopId, id: newId(at.getTime()), kind, name, key, scopes, agentId: null, createdAt: at }
  return { ...store.keyOf(await insertKey(trx, record)), key }
}

function checkGiving(actor: Actor, scopes: readonly Scope[] | null): void {
  const own = (actor.kind === 'agent' && actor.scopes) || null
  if (mayGive(own, scopes)) return
  const wanted = scopes?.filter((scope) => !own?.includes(scope)).join(', ') ?? 'all scopes'
  throw new Failure('forbidden', `Expected scopes that this key has itself (${own?.join(', ')}), got ${wanted}.`)
}

async function checkNotLast(trx: Trx, key: KeyRecord, at: Date): Promise<void> {
  const keys = await store.listKeys(trx, key.shopId, at)
  if (keys.some(({ id, kind, expiresAt }) => kind === 'publishable' && id !== key.id && expiresAt === null)) return
  throw new Failure('conflict', 'A shop keeps one publishable key: make another, or rotate this one.')
}

/** @throws Failure `not_found` */
async function pick(trx: Trx, { shopId }: Actor, id: string, at: Date): Promise<KeyRecord> {
  const key = await store.findKey(trx, shopId, id, at)
  if (!key) throw new Failure('not_found', 'There is no such key in force.')
  return key
}

/** On every node. */
function sendAway(ctx: Context, { shopId, id }: Pick<KeyRecord, 'shopId' | 'id'>, detail: string): void {
  const connected = ctx.io.in(rooms.session(shopId, id))
  connected.emit('session_ended', { code: 'unauthorized', detail })
  connected.disconnectSockets(true)
}

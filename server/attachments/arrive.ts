import { join } from 'node:path'
import type { ReadableStream } from 'node:stream/web'
import { type FileSettings, type MessageFile, newId } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { cleanName } from '../platform/files/name.ts'
import { receive, withArrival } from '../platform/files/receive.ts'
import { isPicture, typeOf, UNKNOWN_TYPE } from '../platform/files/type.ts'
import type { FileRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { atOnce } from './pace.ts'
import { fileOf, keptOf, keyOf, mostLoose, ownerOf, type Part, roomFor } from './rules.ts'
import * as store from './store.ts'

export interface Arrival {
  id: string
  name: string
  /** What the sender says that it has; `null` when they do not say. */
  length: number | null
  body: ReadableStream<Uint8Array> | null
}

/**
 * Takes in a file under the id that its sender has made. What has arrived before is answered and not taken again; what was
 * cut off is sent anew from its beginning, under the same id.
 *
 * @throws Failure `too_large`, `storage_full`, `key_reused`, `rate_limited`, `invalid`
 */
export function takeIn(ctx: Context, actor: Actor, arrival: Arrival): Promise<MessageFile> {
  allow(actor, 'sendFile')
  return atOnce(ctx, actor, async () => {
    const file = await begin(ctx, actor, arrival)
    if (file.finishedAt !== null) return fileOf(keptOf(file))
    try {
      return fileOf(keptOf(await arrive(ctx, file, arrival)))
    } catch (error) {
      // What a later try has taken over is its own.
      if (await store.abandonFile(ctx.db, file)) await removeParts(ctx, file)
      throw error
    }
  })
}

async function begin(ctx: Context, actor: Actor, { id, name, length }: Arrival): Promise<FileRecord> {
  const { shopId } = actor
  const owner = ownerOf(authorOf(actor))
  const earlier = await store.findFile(ctx.db, shopId, id)
  if (earlier) return again(ctx, earlier, { owner, name, length })
  const settings = await settingsOf(ctx, shopId)
  if ((await store.countLoose(ctx.db, shopId, owner)) >= mostLoose(settings))
    throw new Failure('rate_limited', 'Expected a message with the files sent so far, before more of them.', {
      retryAfter: 60,
    })
  const mine = await store.beginFile(ctx.db, newFile(ctx, { shopId, id, owner, name }))
  return mine ?? again(ctx, await stored(ctx, shopId, id), { owner, name, length })
}

interface Said {
  owner: string
  name: string
  length: number | null
}

/** The same file once more. */
async function again(ctx: Context, earlier: FileRecord, { owner, name, length }: Said): Promise<FileRecord> {
  const same = earlier.owner === owner && earlier.name === cleanName(name)
  if (!same || (earlier.finishedAt !== null && length !== null && length !== earlier.sent))
    throw new Failure('key_reused', 'Expected an id of its own for another file.')
  if (earlier.finishedAt !== null) return earlier
  const { shopId, id } = earlier
  return (await store.beginFile(ctx.db, newFile(ctx, { shopId, id, owner, name }))) ?? stored(ctx, shopId, id)
}

const newFile = (ctx: Context, { name, ...file }: Omit<store.NewFile, NewlyMade>): store.NewFile => ({
  ...file,
  try: newId(),
  name: cleanName(name),
  type: UNKNOWN_TYPE,
  ...{ sent: 0, size: 0, kept: 0 },
  createdAt: ctx.clock(),
})
type NewlyMade = 'try' | 'type' | 'sent' | 'size' | 'kept' | 'createdAt'

async function stored(ctx: Context, shopId: string, id: string): Promise<FileRecord> {
  const file = await store.findFile(ctx.db, shopId, id)
  if (!file) throw new Failure('conflict', 'The file was taken back while it was being sent.')
  return file
}

async function settingsOf(ctx: Context, shopId: string): Promise<FileSettings> {
  const shop = await findShop(ctx.db, shopId)
  if (!shop) throw new Failure('not_found')
  return shop.settings.files
}

async function arrive(ctx: Context, file: FileRecord, { body, length }: Arrival): Promise<FileRecord> {
  const settings = await settingsOf(ctx, file.shopId)
  const room = roomFor(settings, await store.bytesKept(ctx.db, file.shopId))
  if (length !== null && length > settings.maxSize) throw tooLarge(settings)
  if (room <= 0 || (length ?? 0) > room) throw full(settings)
  return withArrival(ctx.config.dataDir, async (folder) => {
    const path = join(folder, 'original')
    const sent = body ? await receive(body, path, room).catch(whose(settings, room)) : 0
    if (sent === 0) throw new Failure('invalid', 'Expected a file with something in it, got an empty one.')
    return keep(ctx, file, folder, sent)
  })
}

/** More came than there was room for: the file's own limit, or what was left of the shop's? */
const whose = (settings: FileSettings, room: number) => (error: unknown) => {
  throw error instanceof Failure && error.code === 'too_large' && room < settings.maxSize ? full(settings) : error
}

const tooLarge = ({ maxSize }: FileSettings) =>
  new Failure('too_large', `Expected a file of at most ${maxSize} bytes, got more.`)
const full = ({ quota }: FileSettings) =>
  new Failure('storage_full', `Expected the shop's files to stay within ${quota} bytes.`)

async function keep(ctx: Context, file: FileRecord, folder: string, sent: number): Promise<FileRecord> {
  const type = await typeOf(join(folder, 'original'))
  const drawn = isPicture(type) ? await ctx.draftsman.draw(folder, type) : null
  const sizes = drawn
    ? { size: drawn.size, kept: drawn.size + drawn.thumbnail, width: drawn.width, height: drawn.height }
    : { size: sent, kept: sent, width: null, height: null }
  // Of a picture the drawings alone are kept: what stood beside its pixels is nobody's business.
  const parts: Part[] = drawn ? ['display', 'thumbnail'] : ['original']
  for (const part of parts) await ctx.files.put(keyOf(file, part), join(folder, part))
  return ctx.db.transaction().execute(async (trx) => {
    await store.lockQuota(trx, file.shopId)
    const settings = await settingsOf(ctx, file.shopId)
    const used = await store.bytesKept(trx, file.shopId)
    if (used + sizes.kept > settings.quota) throw full(settings)
    const finished = await store.finishFile(trx, file, { type, sent, ...sizes, finishedAt: ctx.clock() })
    if (!finished) throw new Failure('conflict', 'The file is being sent by a later request.')
    return finished
  })
}

export async function removeParts(ctx: Context, file: Pick<FileRecord, 'shopId' | 'id'>): Promise<void> {
  for (const part of ['original', 'display', 'thumbnail'] as const) await ctx.files.remove(keyOf(file, part))
}

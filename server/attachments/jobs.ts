import { LASTING } from '@comptoir/sdk/contract'
import type { Work } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { removeFiles } from '../platform/files/jobs.ts'
import { forgetArrivals } from '../platform/files/receive.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { defineJob } from '../platform/jobs.ts'
import type { FileRecord } from '../schema.ts'
import { removeParts } from './arrive.ts'
import * as store from './store.ts'

/** On the schedule: what did not arrive, what no message has taken, and what has lost its ticket. */
export const sweepFiles = defineJob<object>('sweep_files')

/** A ticket takes its files with it. */
export const dropFiles = (work: Work, { ticket }: HappenedOf<'ticket.deleted'>): Promise<void> =>
  removeFiles.add(work.trx, { shopId: ticket.shopId, ticketId: ticket.id })

export async function sweep(ctx: Context): Promise<void> {
  const now = ctx.clock().getTime()
  const before = { unfinished: new Date(now - LASTING.unfinishedFile), loose: new Date(now - LASTING.looseFile) }
  await forgetArrivals(ctx.config.dataDir, before.unfinished)
  await emptyOut(ctx, () => store.listForgotten(ctx.db, before))
}

export async function removeFilesOf(ctx: Context, shopId: string, ticketId: string | null): Promise<void> {
  if (ticketId === null) await ctx.files.removeAll(shopId)
  else await emptyOut(ctx, () => store.listFilesOf(ctx.db, shopId, ticketId))
}

/** The bytes first: a row that is left is found again. */
async function emptyOut(ctx: Context, list: () => Promise<FileRecord[]>): Promise<void> {
  for (let files = await list(); files.length > 0; files = await list()) {
    for (const file of files) await remove(ctx, file)
  }
}

/** With its row locked: a message that takes it at this moment waits, and is told that it is gone. */
function remove(ctx: Context, file: FileRecord): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const [now] = await store.lockFiles(trx, file.shopId, [file.id])
    if (now?.messageId !== file.messageId) return
    await removeParts(ctx, file)
    await store.eraseFile(trx, file)
  })
}

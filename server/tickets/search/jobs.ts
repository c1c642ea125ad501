import type { Context } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { defineJob } from '../../platform/jobs.ts'
import type { ShopRecord } from '../../schema.ts'
import { lockTicket } from '../store.ts'
import { reindex } from './index-words.ts'
import { listIds } from './store.ts'
import { dictionaryFor } from './words.ts'

export const reindexShop = defineJob<{ shopId: string }>('tickets.reindex')

/** Another language has other endings: every ticket's stems are made anew. Meanwhile tickets are found by their plain words. */
export async function reindexLater(trx: Trx, before: ShopRecord, after: ShopRecord): Promise<void> {
  if (dictionaryFor(before.locale) === dictionaryFor(after.locale)) return
  await reindexShop.add(trx, { shopId: after.id }, { key: `tickets.reindex:${after.id}` })
}

const AT_A_TIME = 100

/** Some tickets at a time, so that nobody waits long for theirs. */
export async function reindexAll(ctx: Context, scope: { shopId: string; customerId?: string }): Promise<void> {
  let last: string | null = null
  do last = await reindexSome(ctx, scope, last)
  while (last !== null && !ctx.closing.aborted)
  if (last !== null) throw new Error('the server stops: the rest is indexed after the next start')
}

function reindexSome(
  ctx: Context,
  { shopId, customerId }: { shopId: string; customerId?: string },
  after: string | null,
): Promise<string | null> {
  return ctx.db.transaction().execute(async (trx) => {
    const ids = await listIds(trx, { shopId, customerId: customerId ?? null }, after, AT_A_TIME)
    for (const id of ids) {
      await lockTicket(trx, { shopId, customerId: null }, id)
      await reindex(trx, shopId, [id])
    }
    return ids.length < AT_A_TIME ? null : (ids.at(-1) ?? null)
  })
}

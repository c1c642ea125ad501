import type { Draft, Writing } from '@comptoir/sdk/contract'
import type { Selectable } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { Database } from '../schema.ts'

export type DraftRecord = Selectable<Database['drafts']>
export type DraftKey = Pick<DraftRecord, 'shopId' | 'ticketId' | 'agentId'>

export const listDrafts = (db: Connection, { shopId, ticketId, agentId }: DraftKey): Promise<DraftRecord[]> =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('agentId', '=', agentId)
    .orderBy('writing')
    .execute()

export const lockDraft = (trx: Trx, { shopId, ticketId, agentId }: DraftKey, writing: Writing) =>
  trx
    .selectFrom('drafts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('agentId', '=', agentId)
    .where('writing', '=', writing)
    .forUpdate()
    .executeTakeFirst()

export const putDraft = (trx: Trx, draft: DraftRecord): Promise<DraftRecord> =>
  trx
    .insertInto('drafts')
    .values(draft)
    .onConflict((conflict) =>
      conflict
        .columns(['shopId', 'ticketId', 'agentId', 'writing'])
        .doUpdateSet({ text: draft.text, device: draft.device, updatedAt: draft.updatedAt }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()

export async function dropDraft(trx: Trx, { shopId, ticketId, agentId }: DraftKey, writing: Writing): Promise<void> {
  await trx
    .deleteFrom('drafts')
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('agentId', '=', agentId)
    .where('writing', '=', writing)
    .execute()
}

export const draftOf = ({ writing, text, device, updatedAt }: DraftRecord): Draft => ({
  writing,
  text,
  device,
  updatedAt: updatedAt.toISOString(),
})

import type { Deadline } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { TicketRecord, Wait } from '../schema.ts'

/** What the clocks say. `updated_at` stays: it tells what people did. */
export async function setClocks(
  trx: Trx,
  { shopId, id }: Pick<TicketRecord, 'shopId' | 'id'>,
  clocks: { wait: Wait; deadline: Deadline | null },
): Promise<void> {
  await trx.updateTable('tickets').set(clocks).where('shopId', '=', shopId).where('id', '=', id).execute()
}

/** The next tickets by id that somebody waits for, locked. */
export const lockWaiting = (
  trx: Trx,
  shopId: string,
  after: string | null,
  statuses: readonly TicketRecord['status'][],
  limit: number,
): Promise<TicketRecord[]> =>
  trx
    .selectFrom('tickets')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('status', 'in', statuses)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()

/** Whether a rating that went on record at this position has escalated its ticket already. */
export async function wasEscalatedByRating(
  db: Connection,
  { shopId, id }: Pick<TicketRecord, 'shopId' | 'id'>,
  position: number,
): Promise<boolean> {
  const found = await db
    .selectFrom('facts')
    .select('id')
    .where('shopId', '=', shopId)
    .where('ticketId', '=', id)
    .where('position', '>', position)
    .where('type', '=', 'ticket.escalated')
    .where(sql<boolean>`data->>'rule' = 'rating'`)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

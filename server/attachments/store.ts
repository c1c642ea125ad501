import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { FileRecord } from '../schema.ts'

export interface NewFile {
  shopId: string
  id: string
  owner: string
  try: string
  name: string
  type: string
  sent: number
  size: number
  kept: number
  createdAt: Date
}

/** A later try for a file that has not arrived takes it over from the earlier one. Answers nothing when it has, or is another's. */
export const beginFile = (db: Connection, file: NewFile): Promise<FileRecord | undefined> =>
  db
    .insertInto('files')
    .values(file)
    .onConflict((conflict) =>
      conflict
        .columns(['shopId', 'id'])
        .doUpdateSet(file)
        .where('files.finishedAt', 'is', null)
        .where('files.owner', '=', file.owner),
    )
    .returningAll()
    .executeTakeFirst()

type Mine = Pick<FileRecord, 'shopId' | 'id' | 'try'>

/** Answers nothing when a later try has taken it over. */
export const finishFile = (
  trx: Trx,
  file: Mine,
  arrived: Pick<FileRecord, 'type' | 'sent' | 'size' | 'kept' | 'width' | 'height'> & { finishedAt: Date },
): Promise<FileRecord | undefined> =>
  trx
    .updateTable('files')
    .set(arrived)
    .where('shopId', '=', file.shopId)
    .where('id', '=', file.id)
    .where('try', '=', file.try)
    .where('finishedAt', 'is', null)
    .returningAll()
    .executeTakeFirst()

/** Whether it was this try's to give up. */
export async function abandonFile(db: Connection, file: Mine): Promise<boolean> {
  const gone = await db
    .deleteFrom('files')
    .where('shopId', '=', file.shopId)
    .where('id', '=', file.id)
    .where('try', '=', file.try)
    .where('finishedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

export const findFile = (db: Connection, shopId: string, id: string): Promise<FileRecord | undefined> =>
  db.selectFrom('files').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

/** Locked to the end of the transaction, in one order for all. */
export const lockFiles = (trx: Trx, shopId: string, ids: readonly string[]): Promise<FileRecord[]> =>
  trx
    .selectFrom('files')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()

export async function attachFiles(
  trx: Trx,
  shopId: string,
  ids: readonly string[],
  to: { ticketId: string; messageId: string; internal: boolean; attachedAt: Date },
): Promise<void> {
  await trx.updateTable('files').set(to).where('shopId', '=', shopId).where('id', 'in', ids).execute()
}

const count = (rows: { count: number | string | bigint }) => Number(rows.count)

export const countAttached = async (trx: Trx, shopId: string, ticketId: string, after: Date): Promise<number> =>
  count(
    await trx
      .selectFrom('files')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('shopId', '=', shopId)
      .where('ticketId', '=', ticketId)
      .where('attachedAt', '>', after)
      .executeTakeFirstOrThrow(),
  )

/** What this sender has sent and written no message with. */
export const countLoose = async (db: Connection, shopId: string, owner: string): Promise<number> =>
  count(
    await db
      .selectFrom('files')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('shopId', '=', shopId)
      .where('owner', '=', owner)
      .where('messageId', 'is', null)
      .executeTakeFirstOrThrow(),
  )

/** The bytes of a shop's files that have arrived. */
export async function bytesKept(db: Connection, shopId: string): Promise<number> {
  const { bytes } = await db
    .selectFrom('files')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('kept'), sql<number>`0`).as('bytes'))
    .where('shopId', '=', shopId)
    .where('finishedAt', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(bytes)
}

/** One file of a shop after the other is counted, so that two together do not pass where one alone would. */
export async function lockQuota(trx: Trx, shopId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`files ${shopId}`}, 0))`.execute(trx)
}

const SOME = 200

export const listFilesOf = (db: Connection, shopId: string, ticketId: string): Promise<FileRecord[]> =>
  db.selectFrom('files').selectAll().where('shopId', '=', shopId).where('ticketId', '=', ticketId).limit(SOME).execute()

/** What has not arrived in time, what no message has taken, and what belongs to a ticket that is gone. */
export const listForgotten = (db: Connection, before: { unfinished: Date; loose: Date }): Promise<FileRecord[]> =>
  db
    .selectFrom('files')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb.and([eb('finishedAt', 'is', null), eb('createdAt', '<', before.unfinished)]),
        eb.and([eb('messageId', 'is', null), eb('createdAt', '<', before.loose)]),
        eb.and([
          eb('ticketId', 'is not', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('tickets')
                .select('tickets.id')
                .whereRef('tickets.shopId', '=', 'files.shopId')
                .whereRef('tickets.id', '=', 'files.ticketId'),
            ),
          ),
        ]),
      ]),
    )
    .limit(SOME)
    .execute()

export async function eraseFile(db: Connection, { shopId, id }: Pick<FileRecord, 'shopId' | 'id'>): Promise<void> {
  await db.deleteFrom('files').where('shopId', '=', shopId).where('id', '=', id).execute()
}

/** Takes back what its sender has not written a message with. */
export async function takeBack(
  db: Connection,
  { shopId, id, owner }: Pick<FileRecord, 'shopId' | 'id' | 'owner'>,
): Promise<boolean> {
  const gone = await db
    .deleteFrom('files')
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .where('owner', '=', owner)
    .where('messageId', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

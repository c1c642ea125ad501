import type { Reply } from '@comptoir/sdk/contract'
import type { Selectable } from 'kysely'
import type { Connection } from '../platform/db.ts'
import type { Database } from '../schema.ts'

export type ReplyRecord = Selectable<Database['replies']>

/** By folder and name. */
export const listReplies = (db: Connection, shopId: string): Promise<ReplyRecord[]> =>
  db
    .selectFrom('replies')
    .selectAll()
    .where('shopId', '=', shopId)
    .orderBy('folder')
    .orderBy('name')
    .orderBy('id')
    .execute()

export const findReply = (db: Connection, shopId: string, id: string): Promise<ReplyRecord | undefined> =>
  db.selectFrom('replies').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

export const insertReply = (db: Connection, reply: Omit<ReplyRecord, 'uses' | 'usedAt'>): Promise<ReplyRecord> =>
  db.insertInto('replies').values(reply).returningAll().executeTakeFirstOrThrow()

export const changeReply = (
  db: Connection,
  shopId: string,
  id: string,
  change: Partial<Pick<ReplyRecord, 'name' | 'folder' | 'locale' | 'body'>> & { updatedAt: Date },
): Promise<ReplyRecord | undefined> =>
  db
    .updateTable('replies')
    .set(change)
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

export async function countUse(db: Connection, shopId: string, id: string, at: Date): Promise<void> {
  await db
    .updateTable('replies')
    .set((eb) => ({ uses: eb('uses', '+', 1), usedAt: at }))
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .execute()
}

export async function deleteReply(db: Connection, shopId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('replies')
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export const replyOf = ({
  id,
  name,
  folder,
  locale,
  body,
  uses,
  usedAt,
  createdAt,
  updatedAt,
}: ReplyRecord): Reply => ({
  id,
  name,
  folder,
  locale,
  body,
  uses,
  usedAt: usedAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})

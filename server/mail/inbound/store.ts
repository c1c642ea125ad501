import { sql } from 'kysely'
import type { Connection, Trx } from '../../platform/db.ts'
import type { MailRecord } from '../../schema.ts'

/** The mail that is answered, of whichever shop: only the mail itself says whose it is. */
export const findMailById = (db: Connection, id: string): Promise<MailRecord | undefined> =>
  db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst()

/** The newest of ours under these names. */
export const findMailByMessageIds = (db: Connection, ids: string[]): Promise<MailRecord | undefined> =>
  db
    .selectFrom('mails')
    .selectAll()
    .where('messageId', 'in', ids)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()

export interface LetterRow {
  shopId: string
  id: string
  messageId: string
  fingerprint: string
  sender: string
  subject: string
  ticketId: string | null
  outcome: 'message' | 'note' | 'ticket' | 'bounce' | 'dropped'
  reason: string
  createdAt: Date
}

/** Answers whether it is new: a letter that comes again changes nothing. */
export async function insertLetter(db: Connection, letter: LetterRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('mailsIn')
    .values(letter)
    .onConflict((conflict) => conflict.columns(['shopId', 'messageId', 'fingerprint']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The ticket that a letter has opened is known only after the letter was taken. */
export async function nameTicket(trx: Trx, { shopId, id }: LetterRow, ticketId: string): Promise<void> {
  await trx.updateTable('mailsIn').set({ ticketId }).where('shopId', '=', shopId).where('id', '=', id).execute()
}

/** Letters of a sender since a time: into a ticket, or such as have opened one. */
export async function countLetters(
  db: Connection,
  { shopId, ticketId, sender }: Pick<LetterRow, 'shopId' | 'ticketId' | 'sender'>,
  now: Date,
): Promise<{ hour: number; day: number }> {
  const { rows } = await sql<{ hour: number; day: number }>`SELECT count(*) AS day,
      count(*) FILTER (WHERE created_at > ${new Date(now.getTime() - HOUR)}) AS hour
    FROM mails_in WHERE shop_id = ${shopId} AND sender = ${sender} AND created_at > ${new Date(now.getTime() - 24 * HOUR)}
      AND ${ticketId === null ? sql`outcome = 'ticket'` : sql`ticket_id = ${ticketId}`}`.execute(db)
  return rows[0] ?? { hour: 0, day: 0 }
}

const HOUR = 3_600_000

/** The name of the letter that has opened a ticket: our first mail about it is its answer. */
export async function findOpening(db: Connection, shopId: string, ticketId: string): Promise<string | null> {
  const row = await db
    .selectFrom('mailsIn')
    .select('messageId')
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('outcome', '=', 'ticket')
    .executeTakeFirst()
  return row?.messageId || null
}

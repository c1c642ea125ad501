import type { MailLogEntry } from '@comptoir/sdk/contract'
import { readCursor } from '../platform/cursor.ts'
import type { Connection, Trx } from '../platform/db.ts'
import type { MailRecord, MessageRecord } from '../schema.ts'

export type NewMail = Pick<
  MailRecord,
  | 'shopId'
  | 'id'
  | 'ticketId'
  | 'kind'
  | 'recipient'
  | 'subject'
  | 'body'
  | 'html'
  | 'messageId'
  | 'references'
  | 'createdAt'
>

export async function insertMail(trx: Trx, mail: NewMail): Promise<void> {
  await trx
    .insertInto('mails')
    .values({ ...mail, state: 'queued', lastError: null, sentAt: null })
    .execute()
}

export const findMail = (db: Connection, shopId: string, id: string): Promise<MailRecord | undefined> =>
  db.selectFrom('mails').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

export interface MailTurn {
  state: MailRecord['state']
  lastError: string | null
  sentAt: Date | null
}

export async function turnMail(
  db: Connection,
  { shopId, id }: Pick<MailRecord, 'shopId' | 'id'>,
  turn: MailTurn,
): Promise<void> {
  await db
    .updateTable('mails')
    .set((eb) => ({ ...turn, attempts: eb('attempts', '+', 1) }))
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .execute()
}

export const ANSWERS_IN_ONE_MAIL = 20

/** Answers of agents that the customer has neither seen nor been mailed, the oldest of them. */
export const listUnseenAnswers = (
  db: Connection,
  ticket: { shopId: string; id: string; customerReadSeq: number; mailedSeq: number },
): Promise<MessageRecord[]> =>
  db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', ticket.shopId)
    .where('ticketId', '=', ticket.id)
    .where('type', '=', 'agent_message')
    .where('seq', '>', Math.max(ticket.customerReadSeq, ticket.mailedSeq))
    .orderBy('seq')
    .limit(ANSWERS_IN_ONE_MAIL)
    .execute()

export const listMails = (
  db: Connection,
  shopId: string,
  range: { cursor?: string | undefined; limit: number },
): Promise<MailRecord[]> => {
  const after = range.cursor === undefined ? null : readCursor(range.cursor)
  return db
    .selectFrom('mails')
    .selectAll()
    .where('shopId', '=', shopId)
    .$if(after !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(after?.at ?? new Date(0), after?.id ?? ''))),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(range.limit + 1)
    .execute()
}

export function mailLogEntryOf(record: MailRecord): MailLogEntry {
  const { id, ticketId, kind, recipient, subject, body, state, attempts, lastError, createdAt, sentAt } = record
  return {
    ...{ id, ticketId, kind, to: recipient, subject, text: body, state, attempts, lastError },
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }
}

import type { MailKind, MailLogEntry, MessageType } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection, Trx } from '../platform/db.ts'
import type { MailRecord, MessageRecord, TicketRecord } from '../schema.ts'

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
  | 'state'
  | 'templateError'
  | 'createdAt'
>

export async function insertMail(trx: Trx, mail: NewMail): Promise<void> {
  await trx
    .insertInto('mails')
    .values({ ...mail, lastError: null, sentAt: null })
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

/** A mail that was taken over has come back after all. */
export async function markReturned(
  trx: Trx,
  { shopId, id }: Pick<MailRecord, 'shopId' | 'id'>,
  reason: string,
): Promise<void> {
  await trx
    .updateTable('mails')
    .set({ state: 'failed', lastError: reason })
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'uncertain'])
    .execute()
}

export const MESSAGES_IN_ONE_MAIL = 20

/** Answers of agents that the customer has neither seen nor been mailed, the oldest of them. */
export const listUnseenAnswers = (db: Connection, ticket: TicketRecord): Promise<MessageRecord[]> =>
  messagesAfter(db, ticket, 'agent_message', Math.max(ticket.customerReadSeq, ticket.mailedSeq)).execute()

/** Messages of the customer that agents have neither seen nor been mailed since its holder has it, the oldest of them. */
export const listUnseenMessages = (db: Connection, ticket: TicketRecord): Promise<MessageRecord[]> =>
  messagesAfter(db, ticket, 'customer_message', Math.max(ticket.agentReadSeq, ticket.agentMailedSeq))
    .$if(ticket.assignedAt !== null, (query) => query.where('createdAt', '>=', ticket.assignedAt ?? new Date(0)))
    .execute()

const messagesAfter = (db: Connection, ticket: TicketRecord, type: MessageType, seq: number) =>
  db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', ticket.shopId)
    .where('ticketId', '=', ticket.id)
    .where('type', '=', type)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(MESSAGES_IN_ONE_MAIL)

/** What a mail of this kind would quote by now, for a preview. */
export async function listNewest(
  db: Connection,
  { shopId, id }: TicketRecord,
  kind: 'new_answer' | 'customer_message',
): Promise<MessageRecord[]> {
  const newest = await db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', id)
    .where('type', '=', kind === 'new_answer' ? 'agent_message' : kind)
    .orderBy('seq', 'desc')
    .limit(3)
    .execute()
  return newest.reverse()
}

export const findNewestTicket = (db: Connection, shopId: string): Promise<TicketRecord | undefined> =>
  db
    .selectFrom('tickets')
    .selectAll()
    .where('shopId', '=', shopId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

const AUTOMATIC: readonly MailKind[] = ['ticket_created', 'ticket_resolved', 'ticket_closed']

/**
 * When an address got what comes by itself, of the last day: of this shop, and of all, for which alone it looks beyond
 * the shop. Held to the end of the transaction: of two at once, one counts the other.
 */
export async function listAutomaticTimes(
  trx: Trx,
  shopId: string,
  recipient: string,
  now: Date,
): Promise<{ own: Date[]; all: Date[] }> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${recipient}`}::text, 0))`.execute(trx)
  const rows = await trx
    .selectFrom('mails')
    .select(['shopId', 'createdAt'])
    .where('recipient', '=', recipient)
    .where('createdAt', '>', new Date(now.getTime() - DAY))
    .where('kind', 'in', AUTOMATIC)
    .where('state', 'not in', ['withheld', 'stopped'])
    .execute()
  const times = (some: typeof rows) => some.map(({ createdAt }) => createdAt)
  return { own: times(rows.filter((row) => row.shopId === shopId)), all: times(rows) }
}

const DAY = 24 * 60 * 60 * 1000

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
  const { id, ticketId, kind, recipient, subject, body, state, attempts, lastError, templateError } = record
  const { createdAt, sentAt } = record
  return {
    ...{ id, ticketId, kind, to: recipient, subject, text: body, state, attempts, lastError, templateError },
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }
}

export interface BrokenTemplate {
  kind: MailKind
  since: Date
  reason: string
}

/** A shop's own words that did not work when they were last needed, and have not been changed since. */
export async function listBrokenTemplates(db: Connection, shopId: string): Promise<BrokenTemplate[]> {
  const { rows } = await sql<BrokenTemplate>`SELECT m.kind, min(m.created_at) AS since, min(m.template_error) AS reason
    FROM mails m WHERE m.shop_id = ${shopId} AND m.template_error IS NOT NULL AND m.created_at > now() - interval '30 days'
      AND m.created_at > (SELECT max(t.updated_at) FROM mail_templates t WHERE t.shop_id = m.shop_id AND t.kind = m.kind)
    GROUP BY m.kind ORDER BY m.kind`.execute(db)
  return rows
}

import type { Author, Message } from '@comptoir/sdk/contract'
import type { Connection, Trx } from '../platform/db.ts'
import type { MessageRecord, NewMessageRecord } from '../schema.ts'
import type { Side } from '../tickets/store.ts'

interface InTicket {
  shopId: string
  ticketId: string
}

export const insertMessage = (trx: Trx, message: NewMessageRecord): Promise<MessageRecord> =>
  trx.insertInto('ticketMessages').values(message).returningAll().executeTakeFirstOrThrow()

/** The message that this author has already stored under this name. The ticket is locked: nobody stores it meanwhile. */
export const findByClientId = (
  trx: Trx,
  { shopId, ticketId }: InTicket,
  { kind, id }: Author,
  clientId: string,
): Promise<MessageRecord | undefined> =>
  trx
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('clientId', '=', clientId)
    .where('authorKind', '=', kind)
    .where('authorId', 'is not distinct from', id)
    .executeTakeFirst()

export interface Range {
  after?: number | undefined
  before?: number | undefined
  limit: number
}

/** Ascending, in the reader's own count. Without `after`, the nearest below `before`, or the last. */
export async function listMessages(
  db: Connection,
  { shopId, ticketId }: InTicket,
  side: Side,
  range: Range,
): Promise<Message[]> {
  const count = side === 'agent' ? 'seq' : 'publicSeq'
  const forward = range.after !== undefined
  const records = await db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where(count, 'is not', null)
    .$if(forward, (query) => query.where(count, '>', range.after ?? 0))
    .$if(range.before !== undefined, (query) => query.where(count, '<', range.before ?? 0))
    .orderBy(count, forward ? 'asc' : 'desc')
    .limit(range.limit)
    .execute()
  const messages = records.map((record) => messageOf(record, side))
  return forward ? messages : messages.reverse()
}

/** Where a reader's place lies in both counts: in all messages, and in those that the customer may see. */
export async function placeOf(
  trx: Trx,
  { shopId, ticketId }: InTicket,
  side: Side,
  seq: number,
): Promise<{ seq: number; publicSeq: number }> {
  const found = await trx
    .selectFrom('ticketMessages')
    .select((eb) => [eb.fn.max('seq').as('seq'), eb.fn.max('publicSeq').as('publicSeq')])
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where(side === 'agent' ? 'seq' : 'publicSeq', '<=', seq)
    .executeTakeFirst()
  return { seq: found?.seq ?? 0, publicSeq: found?.publicSeq ?? 0 }
}

/** The message in the reader's own count. A customer never gets to see a note: to ask for it is a mistake of ours. */
export function messageOf(record: MessageRecord, side: Side): Message {
  const { id, ticketId, clientId, type, message, authorKind, authorId, authorName, createdAt } = record
  const seq = side === 'agent' ? record.seq : record.publicSeq
  if (seq === null) throw new Error(`message ${id} is not for customers`)
  const author = { kind: authorKind, id: authorId, name: authorName }
  return { id, ticketId, seq, clientId, type, message, author, createdAt: createdAt.toISOString() }
}

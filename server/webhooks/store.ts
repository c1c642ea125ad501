import type { Fact, Webhook } from '@comptoir/sdk/contract'
import { type Selectable, sql } from 'kysely'
import type { Connection, Db, Trx } from '../platform/db.ts'
import type { Database, MessageRecord, TicketRecord } from '../schema.ts'
import { factOf } from '../timeline/store.ts'

export type WebhookRecord = Selectable<Database['webhooks']>

export interface Ref {
  shopId: string
  id: string
}

export const listWebhooks = (db: Connection, shopId: string): Promise<WebhookRecord[]> =>
  db.selectFrom('webhooks').selectAll().where('shopId', '=', shopId).orderBy('createdAt').orderBy('id').execute()

export const findWebhook = (db: Connection, { shopId, id }: Ref): Promise<WebhookRecord | undefined> =>
  db.selectFrom('webhooks').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

/** Held to the end of the transaction. */
export const lockWebhook = (trx: Trx, { shopId, id }: Ref): Promise<WebhookRecord | undefined> =>
  trx
    .selectFrom('webhooks')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** Webhooks of a shop are counted and made one after the other. */
export async function lockWebhooks(trx: Trx, shopId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`webhooks ${shopId}`}::text, 0))`.execute(trx)
}

export const insertWebhook = (trx: Trx, webhook: WebhookRecord): Promise<WebhookRecord> =>
  trx.insertInto('webhooks').values(webhook).returningAll().executeTakeFirstOrThrow()

export const changeWebhook = (
  db: Connection,
  { shopId, id }: Ref,
  turn: Partial<Omit<WebhookRecord, 'shopId' | 'id' | 'createdAt'>>,
): Promise<WebhookRecord> =>
  db
    .updateTable('webhooks')
    .set(turn)
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export async function deleteWebhook(db: Connection, { shopId, id }: Ref): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhooks')
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** The position of the shop's newest fact. */
export async function lastPosition(db: Connection, shopId: string): Promise<number> {
  const { lastFact } = await db
    .selectFrom('shopCounters')
    .select('lastFact')
    .where('shopId', '=', shopId)
    .executeTakeFirstOrThrow()
  return lastFact
}

/** Whether anybody in the shop wants to be told. */
export async function hasEnabled(db: Connection, shopId: string): Promise<boolean> {
  const one = await db
    .selectFrom('webhooks')
    .select('id')
    .where('shopId', '=', shopId)
    .where('state', '=', 'enabled')
    .limit(1)
    .executeTakeFirst()
  return one !== undefined
}

/** Enabled webhooks that some fact of their shop is waiting for, locked for the collector. */
export const lockBehind = (trx: Trx, shopId: string): Promise<WebhookRecord[]> =>
  trx
    .selectFrom('webhooks')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('state', '=', 'enabled')
    .where('position', '<', (eb) => eb.selectFrom('shopCounters').select('lastFact').where('shopId', '=', shopId))
    .orderBy('id')
    .forUpdate()
    .execute()

/** Shops whose webhooks are behind: those that nobody has told of a fact. */
export async function listShopsBehind(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('webhooks')
    .innerJoin('shopCounters', 'shopCounters.shopId', 'webhooks.shopId')
    .select('webhooks.shopId')
    .distinct()
    .where('webhooks.state', '=', 'enabled')
    .whereRef('webhooks.position', '<', 'shopCounters.lastFact')
    .execute()
  return rows.map(({ shopId }) => shopId)
}

/** A fact and what it is about, as it is by now. */
export interface Told {
  fact: Fact
  ticket: TicketRecord | undefined
  message: MessageRecord | undefined
}

export type FactSpan = { after: number; limit: number } & Partial<Record<'from' | 'to', Date>>

export async function listTold(db: Connection, shopId: string, span: FactSpan): Promise<Told[]> {
  const facts = await db
    .selectFrom('facts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('position', '>', span.after)
    .$if(span.from !== undefined, (query) => query.where('at', '>=', span.from ?? new Date(0)))
    .$if(span.to !== undefined, (query) => query.where('at', '<', span.to ?? new Date(0)))
    .orderBy('position')
    .limit(span.limit)
    .execute()
  if (facts.length === 0) return []
  const [tickets, messages] = [await ticketsOf(db, shopId, facts), await messagesOf(db, shopId, facts)]
  return facts.map((record) => ({
    fact: factOf(record),
    ticket: tickets.get(record.ticketId),
    message: messages.get(String(record.data.messageId)),
  }))
}

type FactRows = { ticketId: string; type: string; data: Record<string, unknown> }[]

async function ticketsOf(db: Connection, shopId: string, facts: FactRows): Promise<Map<string, TicketRecord>> {
  const ids = [...new Set(facts.map(({ ticketId }) => ticketId))]
  const rows = await db.selectFrom('tickets').selectAll().where('shopId', '=', shopId).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

async function messagesOf(db: Connection, shopId: string, facts: FactRows): Promise<Map<string, MessageRecord>> {
  const posted = facts.filter(({ type }) => type === 'message.posted')
  if (posted.length === 0) return new Map()
  const places = sql.join(posted.map(({ ticketId, data }) => sql`(${ticketId}::uuid, ${Number(data.seq)}::int)`))
  const rows = await db
    .selectFrom('ticketMessages')
    .selectAll()
    .where('shopId', '=', shopId)
    .where(sql<boolean>`(ticket_id, seq) IN (${places})`)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

export function webhookOf(record: WebhookRecord, now: Date): Webhook {
  const { id, url, description, events, ordered, state, disabledBecause, failingSince, formerUntil, createdAt } = record
  return {
    ...{ id, url, description, events, ordered, state, disabledBecause },
    failingSince: failingSince?.toISOString() ?? null,
    formerSecretUntil: formerUntil && formerUntil > now ? formerUntil.toISOString() : null,
    createdAt: createdAt.toISOString(),
  }
}

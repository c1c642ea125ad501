import type { OrderSource } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { OrderSourceRecord } from '../schema.ts'
import type { Known } from './rules.ts'

export const findSource = (db: Connection, shopId: string): Promise<OrderSourceRecord | undefined> =>
  db.selectFrom('orderSources').selectAll().where('shopId', '=', shopId).executeTakeFirst()

export const lockSource = (trx: Trx, shopId: string): Promise<OrderSourceRecord | undefined> =>
  trx.selectFrom('orderSources').selectAll().where('shopId', '=', shopId).forUpdate().executeTakeFirst()

export const putSource = (trx: Trx, source: OrderSourceRecord): Promise<OrderSourceRecord> => {
  const { shopId: _, ...change } = source
  return trx
    .insertInto('orderSources')
    .values(source)
    .onConflict((conflict) => conflict.column('shopId').doUpdateSet(change))
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function deleteSource(trx: Trx, shopId: string): Promise<void> {
  await trx.deleteFrom('orderSources').where('shopId', '=', shopId).execute()
  await forgetAnswers(trx, shopId)
}

/** What another endpoint has said. */
export async function forgetAnswers(trx: Trx, shopId: string): Promise<void> {
  await trx.deleteFrom('customerOrders').where('shopId', '=', shopId).execute()
}

export const findKnown = (db: Connection, shopId: string, customerId: string): Promise<Known | undefined> =>
  db
    .selectFrom('customerOrders')
    .select(['externalId', 'answered', 'askedAt', 'orders', 'at'])
    .where('shopId', '=', shopId)
    .where('customerId', '=', customerId)
    .executeTakeFirst()

/** Unless the endpoint is another one meanwhile, or the customer is gone. What was known stays where nothing was answered. */
export async function keepAnswer(
  db: Connection,
  source: Pick<OrderSourceRecord, 'shopId' | 'url'>,
  customer: { id: string; externalId: string },
  known: Pick<Known, 'answered' | 'askedAt' | 'orders' | 'at'>,
): Promise<void> {
  const { answered, askedAt, orders, at } = known
  await sql`INSERT INTO customer_orders (shop_id, customer_id, external_id, answered, asked_at, orders, at)
    SELECT customers.shop_id, customers.id, ${customer.externalId}, ${answered}, ${askedAt}, ${JSON.stringify(orders)}::jsonb, ${at}::timestamptz
    FROM customers JOIN order_sources ON order_sources.shop_id = customers.shop_id AND order_sources.url = ${source.url}
    WHERE customers.shop_id = ${source.shopId} AND customers.id = ${customer.id}
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET external_id = excluded.external_id, answered = excluded.answered,
      asked_at = excluded.asked_at,
      orders = CASE WHEN excluded.answered OR customer_orders.external_id <> excluded.external_id THEN excluded.orders ELSE customer_orders.orders END,
      at = CASE WHEN excluded.answered OR customer_orders.external_id <> excluded.external_id THEN excluded.at ELSE customer_orders.at END`.execute(
    db,
  )
}

export function sourceOf(record: OrderSourceRecord | undefined, now: Date): OrderSource {
  const until = record?.formerUntil && record.formerUntil > now ? record.formerUntil.toISOString() : null
  return {
    url: record?.url ?? null,
    formerSecretUntil: until,
    createdAt: record?.createdAt.toISOString() ?? null,
  }
}

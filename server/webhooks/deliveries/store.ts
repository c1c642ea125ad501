import type { WebhookAttempt, WebhookDelivery } from '@comptoir/sdk/contract'
import { type Selectable, sql } from 'kysely'
import type { Connection, Trx } from '../../platform/db.ts'
import type { Database } from '../../schema.ts'
import type { Ref, WebhookRecord } from '../store.ts'

export type DeliveryRecord = Selectable<Database['webhookDeliveries']>
export type AttemptRecord = Selectable<Database['webhookAttempts']>

export type NewDelivery = Omit<DeliveryRecord, 'attempts' | 'tries'>

/** What goes out already is left as it is. */
export async function insertDeliveries(trx: Trx, deliveries: NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await trx
    .insertInto('webhookDeliveries')
    .values(deliveries)
    .onConflict((conflict) => conflict.columns(['shopId', 'webhookId', 'position']).doNothing())
    .execute()
}

/** The same facts once more, under the same ids. */
export async function putDeliveries(trx: Trx, deliveries: NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await trx
    .insertInto('webhookDeliveries')
    .values(deliveries)
    .onConflict((conflict) =>
      conflict
        .columns(['shopId', 'webhookId', 'position'])
        .doUpdateSet((eb) => ({ state: 'pending', tries: 0, nextAt: eb.ref('excluded.nextAt') })),
    )
    .execute()
}

export interface DeliveryRef extends Ref {
  deliveryId: string
}

export const findDelivery = (
  db: Connection,
  { shopId, id, deliveryId }: DeliveryRef,
): Promise<DeliveryRecord | undefined> =>
  db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('webhookId', '=', id)
    .where('id', '=', deliveryId)
    .executeTakeFirst()

export const changeDelivery = (
  db: Connection,
  { shopId, webhookId, id }: Pick<DeliveryRecord, 'shopId' | 'webhookId' | 'id'>,
  turn: Partial<Pick<DeliveryRecord, 'state' | 'attempts' | 'tries' | 'nextAt'>>,
): Promise<DeliveryRecord | undefined> =>
  db
    .updateTable('webhookDeliveries')
    .set(turn)
    .where('shopId', '=', shopId)
    .where('webhookId', '=', webhookId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

/** What may go out now, in the order in which it happened; of a webhook that keeps order, the first of each ticket. */
export const listDue = (db: Connection, webhook: WebhookRecord, now: Date, limit: number): Promise<DeliveryRecord[]> =>
  db
    .selectFrom('webhookDeliveries as due')
    .selectAll()
    .where('shopId', '=', webhook.shopId)
    .where('webhookId', '=', webhook.id)
    .where('state', '=', 'pending')
    .where('nextAt', '<=', now)
    .$if(webhook.ordered, (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('webhookDeliveries as before')
              .select('before.id')
              .where('before.shopId', '=', webhook.shopId)
              .where('before.webhookId', '=', webhook.id)
              .where('before.state', '=', 'pending')
              .whereRef('before.ticketId', '=', 'due.ticketId')
              .whereRef('before.position', '<', 'due.position'),
          ),
        ),
      ),
    )
    .orderBy('position')
    .limit(limit)
    .execute()

/** When the next one is due that is not held back by one before it. */
export async function nextDue(db: Connection, { shopId, id, ordered }: WebhookRecord): Promise<Date | null> {
  const first = ordered
    ? sql`SELECT DISTINCT ON (ticket_id) next_at FROM webhook_deliveries WHERE shop_id = ${shopId} AND webhook_id = ${id}
        AND state = 'pending' ORDER BY ticket_id, position`
    : sql`SELECT next_at FROM webhook_deliveries WHERE shop_id = ${shopId} AND webhook_id = ${id} AND state = 'pending'`
  const { rows } = await sql<{ at: Date | null }>`SELECT min(next_at) AS at FROM (${first}) AS waiting`.execute(db)
  return rows[0]?.at ?? null
}

export async function insertAttempt(db: Connection, attempt: AttemptRecord): Promise<void> {
  await db.insertInto('webhookAttempts').values(attempt).execute()
}

export const listAttempts = (db: Connection, { shopId, id, deliveryId }: DeliveryRef): Promise<AttemptRecord[]> =>
  db
    .selectFrom('webhookAttempts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('webhookId', '=', id)
    .where('deliveryId', '=', deliveryId)
    .orderBy('number')
    .execute()

/** Newest first; one more than the limit, to see whether there are more. Ids sort by the time at which they were made. */
export const listDeliveries = (
  db: Connection,
  { shopId, id }: Ref,
  range: { state?: DeliveryRecord['state'] | undefined; before?: string | undefined; limit: number },
): Promise<DeliveryRecord[]> =>
  db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('webhookId', '=', id)
    .$if(range.state !== undefined, (query) => query.where('state', '=', range.state ?? 'pending'))
    .$if(range.before !== undefined, (query) => query.where('id', '<', range.before ?? ''))
    .orderBy('id', 'desc')
    .limit(range.limit + 1)
    .execute()

/** The log of what has ended goes back so far. */
export async function forgetDeliveries(db: Connection, before: Date): Promise<void> {
  await db.deleteFrom('webhookDeliveries').where('createdAt', '<', before).where('state', '<>', 'pending').execute()
}

export function deliveryOf(record: DeliveryRecord): WebhookDelivery {
  const { id, webhookId, event, ticketId, state, attempts, nextAt, createdAt } = record
  const nextAttemptAt = state === 'pending' ? (nextAt?.toISOString() ?? null) : null
  return { id, webhookId, event, ticketId, state, attempts, nextAttemptAt, createdAt: createdAt.toISOString() }
}

export const attemptOf = ({ number, at, outcome, status }: AttemptRecord): WebhookAttempt => ({
  ...{ number, outcome, status },
  at: at.toISOString(),
})

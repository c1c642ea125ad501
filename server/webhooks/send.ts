import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'
import { deliverSoon } from './collect.ts'
import * as deliveries from './deliveries/store.ts'
import { type Attempted, attemptedBy, nextTry, verdict, WAITS } from './rules.ts'
import { signedHeaders } from './secret.ts'
import * as store from './store.ts'

/** An endpoint has so many deliveries on their way at a time. */
const AT_ONCE = 5
/** After so many in a row others have their turn. */
const ROUNDS = 20
/** Within this time an endpoint has to answer. */
const TIMEOUT = 30_000
const LEAST_PAUSE = 250

/** Sends what is due to one endpoint, and winds the clock for what comes next. */
export async function deliver(
  ctx: Context,
  { shopId, webhookId }: { shopId: string; webhookId: string },
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const webhook = await store.findWebhook(ctx.db, { shopId, id: webhookId })
    if (!webhook || webhook.state === 'disabled') return
    const due = await deliveries.listDue(ctx.db, webhook, ctx.clock(), AT_ONCE)
    if (due.length === 0) break
    await Promise.all(due.map((delivery) => attempt(ctx, webhook, delivery)))
  }
  const webhook = await store.findWebhook(ctx.db, { shopId, id: webhookId })
  const next = webhook?.state === 'enabled' ? await deliveries.nextDue(ctx.db, webhook) : null
  if (!webhook || !next) return
  const delay = Math.max(next.getTime() - ctx.clock().getTime(), LEAST_PAUSE)
  await ctx.db.transaction().execute((trx) => deliverSoon(trx, webhook, delay))
}

/** One attempt, on record with what came of it. */
export async function attempt(
  ctx: Context,
  webhook: store.WebhookRecord,
  delivery: deliveries.DeliveryRecord,
): Promise<void> {
  const at = ctx.clock()
  const posted = await ctx.guard.post(webhook.url, {
    body: delivery.body,
    headers: { ...signedHeaders(ctx, 'webhooks', webhook, delivery, at), 'User-Agent': 'Comptoir-Webhooks/1' },
    timeout: TIMEOUT,
    signal: ctx.closing,
  })
  // Cut off by our own stop: it is sent again after the start, with the same id.
  if (ctx.closing.aborted && posted.outcome !== 'answered') throw new Error('the server stops')
  await putOnRecord(ctx.db, webhook, delivery, attemptedBy(posted, ctx.clock().getTime()), {
    from: at,
    to: ctx.clock(),
  })
}

function putOnRecord(
  db: Db,
  webhook: store.WebhookRecord,
  delivery: deliveries.DeliveryRecord,
  attempted: Attempted,
  time: { from: Date; to: Date },
): Promise<void> {
  const { shopId, webhookId, id } = delivery
  const [attempts, tries] = [delivery.attempts + 1, delivery.tries + 1]
  const isTest = delivery.position === null
  const wait = isTest ? null : nextTry(tries, attempted, Math.random())
  const state = attempted.outcome === 'delivered' ? 'delivered' : wait === null ? 'failed' : 'pending'
  const nextAt = state === 'pending' ? new Date(time.to.getTime() + (wait ?? 0)) : null
  return db.transaction().execute(async (trx) => {
    const present = await store.lockWebhook(trx, webhook)
    const { outcome, status } = attempted
    // The shop has taken the endpoint away meanwhile, and its log with it.
    if (!present || !(await deliveries.changeDelivery(trx, delivery, { state, attempts, tries, nextAt }))) return
    await deliveries.insertAttempt(trx, {
      shopId,
      webhookId,
      deliveryId: id,
      number: attempts,
      at: time.from,
      outcome,
      status,
    })
    if (isTest) return
    const since = present.failingSince ?? time.from
    const failingFor = time.to.getTime() - since.getTime()
    await turn(trx, present, verdict(attempted, tries > WAITS.length, failingFor), since)
  })
}

async function turn(
  trx: Parameters<typeof store.lockWebhook>[0],
  webhook: store.WebhookRecord,
  become: ReturnType<typeof verdict>,
  since: Date,
): Promise<void> {
  if (become === 'well' && webhook.failingSince) await store.changeWebhook(trx, webhook, { failingSince: null })
  if (become === 'failing' && !webhook.failingSince) await store.changeWebhook(trx, webhook, { failingSince: since })
  if ((become === 'gone' || become === 'dead') && webhook.state === 'enabled') {
    const disabledBecause = become === 'gone' ? 'gone' : 'failing'
    await store.changeWebhook(trx, webhook, { state: 'disabled', disabledBecause, failingSince: since })
  }
}

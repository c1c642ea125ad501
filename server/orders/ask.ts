import { newId, type Order, type OrderRequest } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import type { Posted } from '../platform/fetch-guard.ts'
import type { OrderSourceRecord } from '../schema.ts'
import { signedHeaders } from '../webhooks/secret.ts'
import { shopAnswerInput } from './door.ts'
import * as store from './store.ts'

/** Within this time a shop has to answer, and with no more than this. */
const TIMEOUT = 5_000
const LARGEST = 256 * 1024

interface Asked {
  id: string
  externalId: string
}

const onTheWay = new WeakMap<Context, Set<string>>()

/** Asks beside whatever goes on, once at a time for each customer. */
export function askSoon(ctx: Context, source: OrderSourceRecord, customer: Asked): void {
  const asking = onTheWay.get(ctx) ?? new Set()
  onTheWay.set(ctx, asking)
  const key = `${source.shopId} ${customer.id} ${customer.externalId}`
  if (asking.has(key)) return
  asking.add(key)
  ask(ctx, source, customer)
    .catch((error: unknown) => {
      // At the end the database goes first; what was not kept is asked again.
      if (!ctx.closing.aborted) ctx.log.error({ err: error, shopId: source.shopId }, 'orders could not be kept')
    })
    .finally(() => asking.delete(key))
}

async function ask(ctx: Context, source: OrderSourceRecord, customer: Asked): Promise<void> {
  const askedAt = ctx.clock()
  const request: OrderRequest = {
    type: 'orders.requested',
    timestamp: askedAt.toISOString(),
    data: { customer: { externalId: customer.externalId } },
  }
  const body = JSON.stringify(request)
  const headers = {
    ...signedHeaders(ctx, 'orders', source, { id: newId(askedAt.getTime()), body }, askedAt),
    Accept: 'application/json',
    'User-Agent': 'Comptoir-Orders/1',
  }
  const signal = ctx.closing
  const posted = await ctx.guard.post(source.url, { headers, body, timeout: TIMEOUT, keep: LARGEST, signal })
  if (ctx.closing.aborted) return
  const orders = ordersIn(ctx, source.shopId, posted)
  const known = { answered: orders !== null, askedAt, orders: orders ?? [], at: orders && ctx.clock() }
  await store.keepAnswer(ctx.db, source, customer, known)
}

/** What was answered, as far as it is what was agreed; `null`, with a line in the log that says why, for anything else. */
function ordersIn(ctx: Context, shopId: string, posted: Posted): Order[] | null {
  const refused = (why: string) => {
    ctx.log.warn({ shopId, why: why.slice(0, 300) }, 'a shop did not tell of orders')
    return null
  }
  if (posted.outcome !== 'answered') return refused(posted.outcome)
  if (posted.status !== 200) return refused(`Expected status 200, got ${posted.status}.`)
  try {
    const parsed = shopAnswerInput.safeParse(JSON.parse(posted.body.toString('utf8')))
    return parsed.success ? parsed.data.orders : refused(parsed.error.issues.map(wordsOf).join(' '))
  } catch {
    return refused(`Expected JSON of at most ${LARGEST} bytes.`)
  }
}

const wordsOf = ({ path, message }: { path: PropertyKey[]; message: string }) => `${path.join('.')}: ${message}`

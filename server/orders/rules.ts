import type { CustomerOrders, Order } from '@comptoir/sdk/contract'

/** What is known of a customer's orders. */
export interface Known {
  externalId: string
  answered: boolean
  askedAt: Date
  orders: Order[]
  at: Date | null
}

/** For so long an answer stands; a question that was not answered is asked again sooner. */
const STANDS = { answered: 60_000, unanswered: 15_000 }

/** Whether the shop is asked (again). What is known of somebody else's id counts for nothing. */
export function isStale(known: Known | undefined, externalId: string, now: Date): boolean {
  if (!known || known.externalId !== externalId) return true
  const age = now.getTime() - known.askedAt.getTime()
  // A clock that was set back does not keep an answer alive.
  return age < 0 || age >= (known.answered ? STANDS.answered : STANDS.unanswered)
}

/** What an agent sees at this moment. */
export function viewOf(known: Known | undefined, externalId: string): CustomerOrders {
  if (!known || known.externalId !== externalId) return { state: 'loading', orders: [], at: null }
  const { answered, orders, at } = known
  return { state: answered ? 'ready' : 'unavailable', orders, at: at?.toISOString() ?? null }
}

export const OFF: CustomerOrders = { state: 'off', orders: [], at: null }

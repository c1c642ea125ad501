import type { Trx } from '../platform/db.ts'
import { defineJob } from '../platform/jobs.ts'
import type { CustomerRecord } from '../schema.ts'

/** A customer has another name, another address or more tickets than before: what repeats them is brought up to date. */
export const customerChanged = defineJob<{ shopId: string; customerId: string }>('identity.customer_changed')

export async function tellOfCustomer(trx: Trx, before: CustomerRecord, after: CustomerRecord): Promise<void> {
  if (before.id === after.id && before.name === after.name && before.email === after.email) return
  const payload = { shopId: after.shopId, customerId: after.id }
  await customerChanged.add(trx, payload, { key: `identity.customer_changed:${after.id}` })
}

import type { Trx } from '../platform/db.ts'
import { defineJob } from '../platform/jobs.ts'
import type { ShopRecord } from '../schema.ts'

/** On the schedule: what has been written into the books lately is settled. */
export const settleBooks = defineJob<object>('settle_books')
export const renewBook = defineJob<{ shopId: string }>('stats.renew_book')

/** In another time zone, days begin at another time. Until the book is renewed, figures are counted ticket by ticket. */
export async function renewLater(trx: Trx, before: ShopRecord, after: ShopRecord): Promise<void> {
  if (before.settings.hours.timeZone === after.settings.hours.timeZone) return
  await renewBook.add(trx, { shopId: after.id }, { key: `stats.renew_book:${after.id}` })
}

import type { Rating } from '@comptoir/sdk/contract'
import type { Selectable } from 'kysely'
import type { Trx } from '../platform/db.ts'
import type { Database } from '../schema.ts'

export type RatingRecord = Selectable<Database['ratings']>

export const insertRating = (trx: Trx, rating: RatingRecord): Promise<RatingRecord> =>
  trx.insertInto('ratings').values(rating).returningAll().executeTakeFirstOrThrow()

export function ratingOf({ ticketId, score, comment, createdAt }: RatingRecord): Rating {
  return { ticketId, score, comment, createdAt: createdAt.toISOString() }
}

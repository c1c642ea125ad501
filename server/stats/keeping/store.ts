import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import type { Db, Trx } from '../../platform/db.ts'
import { findShop } from '../../shops/store.ts'
import { COUNTED, EVERY_STATUS, findBookZone, packed } from '../book/store.ts'
import { dayOfTicket, NOBODY } from '../store.ts'

/** So many rows of a shop are added up at every reading; more are settled. */
const MOST_UNSETTLED = 1_000
/** Days that are settled at once. */
const DAYS = 10

/** Settles the books of shops where much has been written. */
export async function settleAll({ db, closing }: Context): Promise<void> {
  const { rows } = await sql<{ shopId: string }>`SELECT shop_id FROM figures WHERE NOT settled
    GROUP BY shop_id HAVING count(*) > ${MOST_UNSETTLED}`.execute(db)
  for (const { shopId } of rows) if (!closing.aborted) await settle(db, shopId)
}

/** Puts one row in place of all that was written of a day and its parts, counted anew from the tickets. */
export async function settle(db: Db, shopId: string): Promise<void> {
  let settled = 0
  do settled = await alone(db, shopId, (trx) => settleDays(trx, shopId))
  while (settled > 0)
}

/** Takes as long as it takes. */
const alone = <T>(db: Db, shopId: string, work: (trx: Trx) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx)
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`settle ${shopId}`}::text, 0))`.execute(trx)
    return work(trx)
  })

const KEY = sql`day, department_id, agent_id, category, channel`
const COLUMNS = sql`shop_id, ${KEY}, settled, ${sql.join(COUNTED.map(({ name }) => sql.ref(name)))}, first_in, resolution_in`
const COUNT_OF = sql`${sql.join(COUNTED.map(({ when }) => sql`count(*) FILTER (WHERE ${when})`))},
  ${packed('first_answered_at')}, ${packed('resolved_at')}`
const ASSIGNEE = sql`coalesce(tickets.assignee_id, ${sql.lit(NOBODY)}::uuid)`
const DEPARTMENT = sql`coalesce(tickets.department_id, ${sql.lit(NOBODY)}::uuid)`

/** By one statement: it takes away what stands for the very tickets that it counts, whatever is written meanwhile. */
async function settleDays(trx: Trx, shopId: string): Promise<number> {
  const zone = await findBookZone(trx, shopId)
  if (zone === null) return 0
  const begin = (day: RawBuilder<unknown>) => sql`(${day}::timestamp AT TIME ZONE ${sql.lit(zone)})`
  const { rows } = await sql<{ count: number }>`WITH touched AS MATERIALIZED (
      SELECT DISTINCT ${KEY} FROM figures WHERE shop_id = ${shopId} AND NOT settled AND day IN
        (SELECT DISTINCT day FROM figures WHERE shop_id = ${shopId} AND NOT settled ORDER BY day LIMIT ${DAYS})
    ), gone AS (
      DELETE FROM figures USING touched AS t WHERE figures.shop_id = ${shopId} AND figures.day = t.day
        AND figures.department_id = t.department_id AND figures.agent_id = t.agent_id
        AND figures.category = t.category AND figures.channel = t.channel
      RETURNING figures.*
    ), summed AS (
      UPDATE figure_books SET total = figure_books.total + written.total, closed = figure_books.closed + written.closed
      FROM (SELECT coalesce(sum(${EVERY_STATUS}), 0) AS total, coalesce(sum(closed), 0) AS closed FROM gone AS figures WHERE NOT settled)
        AS written
      WHERE shop_id = ${shopId}
    ), counted AS (
      INSERT INTO figures (${COLUMNS})
      SELECT ${shopId}::uuid, t.day, t.department_id, t.agent_id, t.category, t.channel, true, ${COUNT_OF}
      FROM (SELECT DISTINCT day FROM touched) AS days
      JOIN tickets ON tickets.shop_id = ${shopId} AND tickets.created_at >= ${begin(sql`days.day`)} - interval '2 hours'
        AND tickets.created_at < ${begin(sql`(days.day + 1)`)} + interval '2 hours' AND ${dayOfTicket(zone)} = days.day
      JOIN touched AS t ON t.day = days.day AND t.department_id = ${DEPARTMENT} AND t.agent_id = ${ASSIGNEE}
        AND t.category = tickets.category AND t.channel = tickets.channel
      GROUP BY t.day, t.department_id, t.agent_id, t.category, t.channel
    ) SELECT count(*) AS count FROM touched`.execute(trx)
  return rows[0]?.count ?? 0
}

/** Writes a shop's book anew, by the days of its time zone. Whoever writes its tickets meanwhile waits. */
export const renew = (db: Db, shopId: string): Promise<void> =>
  alone(db, shopId, async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`figures ${shopId}`}::text, 0))`.execute(trx)
    const shop = await findShop(trx, shopId)
    if (!shop) return
    const { timeZone } = shop.settings.hours
    await trx.deleteFrom('figures').where('shopId', '=', shopId).execute()
    await sql`INSERT INTO figures (${COLUMNS})
      SELECT ${shopId}::uuid, ${dayOfTicket(timeZone)}, ${DEPARTMENT}, ${ASSIGNEE}, category, channel, true, ${COUNT_OF}
      FROM tickets WHERE shop_id = ${shopId} GROUP BY 2, 3, 4, 5, 6`.execute(trx)
    await sql`UPDATE figure_books SET time_zone = ${timeZone}, total = counted.total, closed = counted.closed
      FROM (SELECT coalesce(sum(${EVERY_STATUS}), 0) AS total, coalesce(sum(closed), 0) AS closed FROM figures WHERE shop_id = ${shopId})
        AS counted
      WHERE figure_books.shop_id = ${shopId}`.execute(trx)
  })

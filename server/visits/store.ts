import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import { SILENCE_SECONDS } from '../platform/roster.ts'

/** A shopper who is connected to this node. */
export interface Visit {
  shopId: string
  customerId: string
  pageUrl: string | null
  pageTitle: string | null
}

const asksForPage = sql<boolean>`shops.settings #>> '{visits,page}' = 'true'`

export const listHere = (db: Db, nodeId: string): Promise<Visit[]> =>
  db
    .selectFrom('visits')
    .select(['shopId', 'customerId', 'pageUrl', 'pageTitle'])
    .where('nodeId', '=', nodeId)
    .execute()

/** Who has come, or says another page. Whoever was erased meanwhile is left out, and so is a page that the shop does not ask for. */
export async function putHere(db: Db, nodeId: string, visits: readonly Visit[]): Promise<void> {
  await sql`INSERT INTO visits (shop_id, customer_id, node_id, page_url, page_title)
    SELECT here.shop_id, here.customer_id, ${nodeId}::uuid, CASE WHEN ${asksForPage} THEN page_url END, CASE WHEN ${asksForPage} THEN page_title END
    FROM unnest(${visits.map(({ shopId }) => shopId)}::uuid[], ${visits.map(({ customerId }) => customerId)}::uuid[],
      ${visits.map(({ pageUrl }) => pageUrl)}::text[], ${visits.map(({ pageTitle }) => pageTitle)}::text[])
      AS here (shop_id, customer_id, page_url, page_title)
    JOIN customers ON customers.shop_id = here.shop_id AND customers.id = here.customer_id
    JOIN shops ON shops.id = here.shop_id
    ORDER BY 1, 2
    ON CONFLICT (shop_id, customer_id, node_id) DO UPDATE SET page_url = EXCLUDED.page_url, page_title = EXCLUDED.page_title`.execute(
    db,
  )
}

export async function deleteHere(db: Db, nodeId: string, visits: readonly Visit[]): Promise<void> {
  await sql`DELETE FROM visits WHERE node_id = ${nodeId} AND (shop_id, customer_id) IN (SELECT * FROM
    unnest(${visits.map(({ shopId }) => shopId)}::uuid[], ${visits.map(({ customerId }) => customerId)}::uuid[]))`.execute(
    db,
  )
}

const living = sql<boolean>`nodes.seen_at > now() - make_interval(secs => ${sql.lit(SILENCE_SECONDS)})`

/** Whether a customer is connected to any node that lives. */
export async function isHere(db: Db, shopId: string, customerId: string): Promise<boolean> {
  const found = await db
    .selectFrom('visits')
    .innerJoin('nodes', 'nodes.id', 'visits.nodeId')
    .select('visits.nodeId')
    .where('visits.shopId', '=', shopId)
    .where('visits.customerId', '=', customerId)
    .where(living)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export interface Watched {
  shopId: string
  ticketId: string
}

/** Of each ticket's customer: whether they are connected, and the page that they said last. */
export async function listVisits(db: Db, watched: readonly Watched[]) {
  const { rows } = await sql<{
    ticketId: string
    customerId: string
    isHere: boolean
    pageUrl: string | null
    pageTitle: string | null
  }>`SELECT tickets.id AS ticket_id, tickets.customer_id, here.node_id IS NOT NULL AS is_here,
      CASE WHEN ${asksForPage} THEN here.page_url END AS page_url, CASE WHEN ${asksForPage} THEN here.page_title END AS page_title
    FROM unnest(${watched.map(({ shopId }) => shopId)}::uuid[], ${watched.map(({ ticketId }) => ticketId)}::uuid[])
      AS watched (shop_id, id)
    JOIN tickets USING (shop_id, id)
    JOIN shops ON shops.id = tickets.shop_id
    LEFT JOIN LATERAL (SELECT node_id, page_url, page_title FROM visits JOIN nodes ON nodes.id = visits.node_id
      WHERE visits.shop_id = tickets.shop_id AND visits.customer_id = tickets.customer_id AND ${living}
      ORDER BY page_url IS NULL, since DESC LIMIT 1) here ON true`.execute(db)
  return rows
}

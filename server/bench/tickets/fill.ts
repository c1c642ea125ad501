import pg from 'pg'
import { shopMark } from '../../tickets/search/words.ts'

const TABLES = ['tickets', 'ticket_search']
const WORDS = 2_000
const A_TIME = 100_000

export interface Filling {
  shopId: string
  tickets: number
  /** One of twenty who hold two of three. */
  agentId: string
}

/** Fills shops with tickets, without their indexes, which are made anew afterwards: so a million takes minutes. Their books are not written. */
export async function fill(url: string, shops: Filling[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await fillAll(client, shops)
  } finally {
    await client.end()
  }
}

async function fillAll(client: pg.Client, shops: Filling[]): Promise<void> {
  await client.query("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
     WHERE indrelid = ANY ($1::regclass[]) AND NOT indisunique`,
    [TABLES],
  )
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
  await client.query('ALTER TABLE tickets DISABLE TRIGGER count_new')
  for (const shop of shops) await fillShop(client, shop)
  await client.query('ALTER TABLE tickets ENABLE TRIGGER count_new')
  for (const { made } of indexes) await client.query(made)
}

async function fillShop(client: pg.Client, { shopId, tickets, agentId }: Filling): Promise<void> {
  const customers = Math.ceil(tickets / 20)
  await client.query(
    `INSERT INTO customers (shop_id, id, standing, name, email, created_at)
     SELECT $1::uuid, md5($1::uuid::text || n)::uuid, 'identified', 'Customer ' || n, 'customer' || n || '@example.com', now()
     FROM generate_series(1, $2::int) AS n`,
    [shopId, customers],
  )
  for (let from = 1; from <= tickets; from += A_TIME)
    await client.query(TICKETS, [shopId, from, Math.min(tickets, from + A_TIME - 1), tickets, customers, agentId])
  await client.query(SEARCH, [shopId, shopMark(shopId)])
  await client.query('UPDATE shop_counters SET last_ticket = $2 WHERE shop_id = $1::uuid', [shopId, tickets])
}

/** All of them within 30 days; a few words are in every second ticket, most in a few. */
const TICKETS = `
  INSERT INTO tickets (shop_id, id, number, customer_id, assignee_id, assigned_at, department_id, subject, description, status, priority,
    category, channel, order_id, created_at, updated_at, resolved_at, closed_at, first_answered_at, rating, tags)
  SELECT $1::uuid, md5($1::uuid::text || 'ticket' || n)::uuid, n, md5($1::uuid::text || (1 + n % $5::int))::uuid,
    CASE WHEN n % 3 = 0 THEN NULL WHEN n / 3 % 20 = 0 THEN $6::uuid ELSE md5('agent' || n / 3 % 20)::uuid END, CASE WHEN n % 3 > 0 THEN at END,
    (SELECT id FROM departments WHERE shop_id = $1::uuid LIMIT 1),
    text[1] || ' ' || text[2] || ' ' || text[3], array_to_string(text, ' '), status,
    (ARRAY['low', 'medium', 'medium', 'high', 'urgent'])[1 + n % 5], (ARRAY['order_issue', 'product_issue', 'refund_request', 'other'])[1 + n % 4],
    (ARRAY['chat', 'form', 'api'])[1 + n % 3], 'ORDER-' || n, at, at + interval '1 hour',
    CASE WHEN status IN ('resolved', 'closed') THEN at + random() * interval '2 days' END, CASE WHEN status = 'closed' THEN at + interval '1 day' END,
    CASE WHEN n % 10 > 0 THEN at + random() * random() * interval '5 hours' END, CASE WHEN n % 7 = 0 THEN 1 + n % 5 END,
    CASE WHEN n % 50 = 0 THEN ARRAY['vip'] ELSE '{}' END
  FROM generate_series($2::int, $3::int) AS n
  CROSS JOIN LATERAL (SELECT now() - interval '29 days 23 hours' * (1 - n::float / $4::int) AS at,
    (ARRAY['closed', 'closed', 'closed', 'closed', 'resolved', 'resolved', 'open', 'pending', 'in_progress', 'escalated'])[1 + n % 10] AS status) AS times
  CROSS JOIN LATERAL (SELECT array_agg(substr(md5(place::text), 1, 3 + place % 7)) AS text
    FROM (SELECT 1 + floor(pow(random(), 3) * ${WORDS})::int AS place FROM generate_series(1, 12 + n * 0) OFFSET 0) AS places) AS texts`

const SEARCH = `
  INSERT INTO ticket_search (shop_id, ticket_id, number, words, notes)
  SELECT t.shop_id, t.id, t.number, array_to_tsvector(ARRAY(SELECT DISTINCT $2::text || '.' || (t.number >> 13) || '.' || word
      FROM unnest(string_to_array(t.description || ' customer #' || t.number || ' order-' || t.number, ' ')) AS word)),
    CASE WHEN cardinality(t.tags) > 0 THEN array_to_tsvector(ARRAY[$2::text || '.' || (t.number >> 13) || '.=' || t.tags[1]]) ELSE '' END
  FROM tickets t WHERE t.shop_id = $1::uuid`

/** So that the database knows how much it holds, as it does after a while. */
export async function takeStock(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('VACUUM ANALYZE')
  await client.end()
}

/** The word of this place in the order of how often words are. */
export async function wordAt(url: string, place: number): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ word: string }>(
    'SELECT substr(md5($1::int::text), 1, 3 + $1::int % 7) AS word',
    [place],
  )
  await client.end()
  return rows[0]?.word ?? ''
}

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE tickets
      ADD tags text[] NOT NULL DEFAULT '{}',
      -- What the shop's own fields hold, by their keys.
      ADD fields jsonb NOT NULL DEFAULT '{}',
      ADD snoozed_until timestamptz,
      ADD merged_into_id uuid;
    ALTER TABLE shop_counters ADD gone_tickets integer NOT NULL DEFAULT 0;
    CREATE INDEX tickets_by_priority ON tickets (shop_id, priority, created_at DESC, id DESC);
    CREATE INDEX tickets_by_category ON tickets (shop_id, category, created_at DESC, id DESC);
    CREATE INDEX tickets_by_channel ON tickets (shop_id, channel, created_at DESC, id DESC);
    CREATE INDEX tickets_merged ON tickets (shop_id, merged_into_id, created_at DESC, id DESC) WHERE merged_into_id IS NOT NULL;
    CREATE INDEX tickets_snoozed ON tickets (shop_id, created_at DESC, id DESC) WHERE snoozed_until IS NOT NULL;

    -- What a ticket is found by. A table of its own, since a ticket's row is written anew at every turn and this seldom.
    -- Every lexeme begins with its shop and with the block of 8192 numbers that its ticket is of: a search reads the
    -- newest block first and stops when a page is full, and meets no other shop's words.
    CREATE TABLE ticket_search (
      shop_id   uuid NOT NULL,
      ticket_id uuid NOT NULL,
      number    integer NOT NULL,
      -- what the customer may search, and what agents alone may: notes and tags
      words     tsvector NOT NULL,
      notes     tsvector NOT NULL,
      PRIMARY KEY (shop_id, ticket_id),
      FOREIGN KEY (shop_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    );
    -- The list of what is not sorted in yet is read by every search: it is kept short.
    CREATE INDEX ticket_search_words ON ticket_search USING gin ((words || notes)) WITH (gin_pending_list_limit = 256);
  `.execute(db)
  await fillSearch(db)
}

/** Tickets that there are already, by their plain words. */
async function fillSearch(db: Kysely<unknown>): Promise<void> {
  const words = (texts: string) => sql`coalesce(array_to_tsvector(ARRAY(
    SELECT DISTINCT right(t.shop_id::text, 8) || '.' || (t.number >> 13) || '.' || left(word, 64)
    FROM regexp_split_to_table(regexp_replace(lower(normalize(${sql.raw(texts)}, NFKD)), '[\u0300-\u036f]', '', 'g'),
      '[^[:alnum:]]+') AS word WHERE word <> '')), '')`
  const said = (type: string) =>
    `(SELECT string_agg(m.message, ' ') FROM ticket_messages m
      WHERE m.shop_id = t.shop_id AND m.ticket_id = t.id AND m.type ${type} 'internal_note')`
  await sql`INSERT INTO ticket_search (shop_id, ticket_id, number, words, notes)
    SELECT t.shop_id, t.id, t.number,
      ${words(`concat_ws(' ', t.number, t.subject, t.description, t.order_id, c.name, c.email, ${said('<>')})`)},
      ${words(`coalesce(${said('=')}, '')`)}
    FROM tickets t JOIN customers c ON c.shop_id = t.shop_id AND c.id = t.customer_id`.execute(db)
}

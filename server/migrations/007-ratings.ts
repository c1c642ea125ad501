import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Its key says that a ticket is rated once.
    CREATE TABLE ratings (
      shop_id     uuid NOT NULL,
      ticket_id   uuid NOT NULL,
      customer_id uuid NOT NULL,
      agent_id    uuid,
      score       smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
      comment     text,
      created_at  timestamptz NOT NULL,
      PRIMARY KEY (shop_id, ticket_id),
      FOREIGN KEY (shop_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    );

    -- What statistics ask of a ticket, on the ticket: kept by the transactions that answer and that rate.
    ALTER TABLE tickets ADD first_answered_at timestamptz, ADD rating smallint;
    UPDATE tickets SET first_answered_at = answers.at FROM (
      SELECT shop_id, ticket_id, min(created_at) AS at FROM ticket_messages WHERE type = 'agent_message' GROUP BY 1, 2
    ) AS answers WHERE tickets.shop_id = answers.shop_id AND tickets.id = answers.ticket_id;
  `.execute(db)
}

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
    ALTER TABLE tickets ADD first_answered_at timestamptz, ADD was_escalated boolean NOT NULL DEFAULT false, ADD rating smallint;
    UPDATE tickets SET first_answered_at = answers.at FROM (
      SELECT shop_id, ticket_id, min(created_at) AS at FROM ticket_messages WHERE type = 'agent_message' GROUP BY 1, 2
    ) AS answers WHERE tickets.shop_id = answers.shop_id AND tickets.id = answers.ticket_id;
    UPDATE tickets SET was_escalated = true WHERE status = 'escalated' OR EXISTS (
      SELECT FROM facts WHERE facts.shop_id = tickets.shop_id AND facts.ticket_id = tickets.id
        AND type = 'ticket.status_changed' AND data->>'to' = 'escalated');

    -- Holds every column that statistics ask for, so that they read a month of it and no ticket.
    CREATE INDEX tickets_statistics ON tickets (shop_id, created_at) INCLUDE
      (status, first_answered_at, resolved_at, was_escalated, rating, category, channel, assignee_id, department_id);
    -- For the figures of all shops together: tickets lie in the order in which they were opened, more or less.
    CREATE INDEX tickets_by_age ON tickets USING brin (created_at) WITH (pages_per_range = 32);
    CREATE INDEX mails_by_state ON mails (state);
  `.execute(db)
}

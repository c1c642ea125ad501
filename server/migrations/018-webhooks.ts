import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE webhooks (
      shop_id         uuid NOT NULL,
      id              uuid NOT NULL,
      url             text NOT NULL,
      description     text,
      events          text[],
      ordered         boolean NOT NULL,
      secret          text NOT NULL,
      former_secret   text,
      former_until    timestamptz,
      state           text NOT NULL CHECK (state IN ('enabled', 'disabled')),
      disabled_because text,
      failing_since   timestamptz,
      -- The position of the last fact that was looked at for it: facts have no holes, so nothing is missed.
      position        bigint NOT NULL,
      created_at      timestamptz NOT NULL,
      PRIMARY KEY (shop_id, id)
    );
    CREATE INDEX webhooks_enabled ON webhooks (shop_id, position) WHERE state = 'enabled';

    CREATE TABLE webhook_deliveries (
      shop_id    uuid NOT NULL,
      webhook_id uuid NOT NULL,
      id         uuid NOT NULL,
      position   bigint,
      ticket_id  uuid,
      event      text NOT NULL,
      body       text NOT NULL,
      state      text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
      attempts   int NOT NULL DEFAULT 0,
      -- Attempts since it was made or replayed: what its next wait goes by.
      tries      int NOT NULL DEFAULT 0,
      next_at    timestamptz,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (shop_id, webhook_id, id),
      FOREIGN KEY (shop_id, webhook_id) REFERENCES webhooks ON DELETE CASCADE,
      -- One fact goes to one endpoint as one delivery, however often it is collected.
      UNIQUE (shop_id, webhook_id, position)
    );
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (shop_id, webhook_id, next_at) WHERE state = 'pending';
    CREATE INDEX webhook_deliveries_of_ticket ON webhook_deliveries (shop_id, webhook_id, ticket_id, position) WHERE state = 'pending';
    CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries USING brin (created_at);

    CREATE TABLE webhook_attempts (
      shop_id     uuid NOT NULL,
      webhook_id  uuid NOT NULL,
      delivery_id uuid NOT NULL,
      number      int NOT NULL,
      at          timestamptz NOT NULL,
      outcome     text NOT NULL,
      status      int,
      PRIMARY KEY (shop_id, webhook_id, delivery_id, number),
      FOREIGN KEY (shop_id, webhook_id, delivery_id) REFERENCES webhook_deliveries ON DELETE CASCADE
    );
  `.execute(db)
}

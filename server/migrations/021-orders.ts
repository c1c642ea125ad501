import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Where a shop is asked for a customer's orders.
    CREATE TABLE order_sources (
      shop_id       uuid PRIMARY KEY REFERENCES shops,
      url           text NOT NULL,
      secret        text NOT NULL,
      former_secret text,
      former_until  timestamptz,
      created_at    timestamptz NOT NULL
    );

    -- What it has answered last, of each customer who was looked at.
    CREATE TABLE customer_orders (
      shop_id     uuid NOT NULL,
      customer_id uuid NOT NULL,
      external_id text NOT NULL,
      -- Whether the last question was answered.
      answered    boolean NOT NULL,
      asked_at    timestamptz NOT NULL,
      orders      jsonb NOT NULL,
      -- When it said so; empty where it has never answered.
      at          timestamptz,
      PRIMARY KEY (shop_id, customer_id),
      FOREIGN KEY (shop_id, customer_id) REFERENCES customers ON DELETE CASCADE
    );
  `.execute(db)
}

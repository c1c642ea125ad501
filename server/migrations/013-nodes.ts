import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- When pushes from or to this node may last have been lost on the way: every node then bids its clients catch up.
    ALTER TABLE nodes ADD doubted_at timestamptz;

    -- Pushes that are too long for a notification; gone after half a minute, and after a crash.
    CREATE UNLOGGED TABLE bus_attachments (
      id         bigserial PRIMARY KEY,
      created_at timestamptz NOT NULL DEFAULT now(),
      payload    bytea NOT NULL
    );

    -- Sessions that have ended lately, on whichever node: their sockets are sent away on all.
    CREATE INDEX visitor_sessions_ended ON visitor_sessions (ended_at) WHERE ended_at IS NOT NULL;

    -- Shoppers who are connected, and the page of the storefront that they say they are on.
    CREATE TABLE visits (
      shop_id     uuid NOT NULL,
      customer_id uuid NOT NULL,
      node_id     uuid NOT NULL REFERENCES nodes ON DELETE CASCADE,
      page_url    text,
      page_title  text,
      since       timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (shop_id, customer_id, node_id),
      FOREIGN KEY (shop_id, customer_id) REFERENCES customers ON DELETE CASCADE
    );
    CREATE INDEX visits_of_node ON visits (node_id);
  `.execute(db)
}

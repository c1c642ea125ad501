import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE installation (key text PRIMARY KEY, value text NOT NULL);

    -- The processes that work here, and when each was last heard of: what a dead one held is given to the others.
    CREATE TABLE nodes (id uuid PRIMARY KEY, workers text[] NOT NULL, seen_at timestamptz NOT NULL);

    CREATE TABLE shops (
      id              uuid PRIMARY KEY,
      name            text NOT NULL,
      locale          text NOT NULL,
      origins         text[] NOT NULL,
      settings        jsonb NOT NULL,
      -- sealed: it signs customers' identities, so it must be readable again, by us alone
      identity_secret text NOT NULL,
      created_at      timestamptz NOT NULL
    );
    CREATE INDEX shops_by_origin ON shops USING gin (origins);

    -- A row of its own, so that the lock which numbers tickets and facts does not hold up readers of the shop's settings' row.
    CREATE TABLE shop_counters (
      shop_id     uuid PRIMARY KEY REFERENCES shops,
      last_ticket integer NOT NULL,
      last_fact   bigint NOT NULL
    );

    CREATE TABLE keys (
      shop_id    uuid NOT NULL REFERENCES shops,
      id         uuid NOT NULL,
      kind       text NOT NULL CHECK (kind IN ('publishable', 'secret', 'agent')),
      name       text NOT NULL,
      lookup     text NOT NULL,
      last4      text NOT NULL,
      agent_id   uuid,
      created_at timestamptz NOT NULL,
      revoked_at timestamptz,
      PRIMARY KEY (shop_id, id)
    );
    CREATE UNIQUE INDEX keys_by_lookup ON keys (lookup);

    CREATE TABLE customers (
      shop_id     uuid NOT NULL REFERENCES shops,
      id          uuid NOT NULL,
      standing    text NOT NULL CHECK (standing IN ('anonymous', 'identified', 'verified')),
      external_id text,
      name        text,
      email       text,
      locale      text,
      created_at  timestamptz NOT NULL,
      PRIMARY KEY (shop_id, id)
    );
    CREATE UNIQUE INDEX customers_by_external_id ON customers (shop_id, external_id) WHERE external_id IS NOT NULL;

    CREATE TABLE visitor_sessions (
      shop_id      uuid NOT NULL,
      id           uuid NOT NULL,
      customer_id  uuid NOT NULL,
      renewal_hash text NOT NULL,
      created_at   timestamptz NOT NULL,
      last_used_at timestamptz NOT NULL,
      ended_at     timestamptz,
      PRIMARY KEY (shop_id, id),
      FOREIGN KEY (shop_id, customer_id) REFERENCES customers
    );
    CREATE UNIQUE INDEX visitor_sessions_by_renewal ON visitor_sessions (shop_id, renewal_hash);

    CREATE TABLE idempotency_keys (
      shop_id     uuid NOT NULL,
      actor       text NOT NULL,
      key         text NOT NULL,
      fingerprint text NOT NULL,
      answer      jsonb NOT NULL,
      created_at  timestamptz NOT NULL,
      PRIMARY KEY (shop_id, actor, key)
    );
  `.execute(db)
}

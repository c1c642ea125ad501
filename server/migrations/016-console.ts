import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What an agent has laid out for themselves, or, shared, for all: a name, and what the list is narrowed to.
    CREATE TABLE views (
      shop_id    uuid NOT NULL REFERENCES shops,
      id         uuid NOT NULL,
      -- Who made it; null for the shop's secret key.
      agent_id   uuid,
      name       text NOT NULL,
      shared     boolean NOT NULL,
      filter     jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (shop_id, id)
    );

    -- What is being written, on whatever device: one for each agent, ticket and kind.
    CREATE TABLE drafts (
      shop_id    uuid NOT NULL REFERENCES shops,
      ticket_id  uuid NOT NULL,
      agent_id   uuid NOT NULL,
      writing    text NOT NULL CHECK (writing IN ('answer', 'note')),
      text       text NOT NULL,
      -- Which device wrote it last.
      device     text NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (shop_id, ticket_id, agent_id, writing),
      FOREIGN KEY (shop_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    );

    -- Answers that are given often, in Liquid.
    CREATE TABLE replies (
      shop_id    uuid NOT NULL REFERENCES shops,
      id         uuid NOT NULL,
      name       text NOT NULL,
      -- Empty: in none.
      folder     text NOT NULL,
      -- Null: for every language.
      locale     text,
      body       text NOT NULL,
      uses       integer NOT NULL DEFAULT 0,
      used_at    timestamptz,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (shop_id, id)
    );

    -- Somebody's tickets, and nobody's, that still want something; and all by their deadline.
    CREATE INDEX tickets_to_do ON tickets (shop_id, assignee_id, updated_at DESC, id DESC)
      WHERE status NOT IN ('resolved', 'closed');
    CREATE INDEX tickets_due ON tickets (shop_id, assignee_id, (deadline ->> 'at'), id) WHERE deadline IS NOT NULL;
  `.execute(db)
}

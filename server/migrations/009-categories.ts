import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Those that a shop has added, and the built-in ones that it has renamed or retired.
    CREATE TABLE categories (
      shop_id    uuid NOT NULL REFERENCES shops,
      id         text NOT NULL,
      -- by language; empty for a built-in one that keeps its words
      label      jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      retired_at timestamptz,
      PRIMARY KEY (shop_id, id)
    );
  `.execute(db)
}

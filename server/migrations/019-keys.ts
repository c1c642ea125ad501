import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE keys
      -- NULL is all of them, which is what keys had before there were scopes.
      ADD scopes       text[],
      ADD last_used_at timestamptz,
      ADD expires_at   timestamptz;

    ALTER TABLE shops
      ADD former_identity_secret text,
      ADD former_identity_until  timestamptz;
  `.execute(db)
}

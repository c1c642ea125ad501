import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE articles (
      shop_id      uuid NOT NULL,
      id           uuid NOT NULL,
      group_id     uuid NOT NULL,
      locale       text NOT NULL,
      category     text,
      title        text NOT NULL,
      body         text NOT NULL,
      -- What shoppers read; empty for a draft.
      published_title text,
      published_body  text,
      published_at timestamptz,
      views        int NOT NULL DEFAULT 0,
      helped       int NOT NULL DEFAULT 0,
      not_helped   int NOT NULL DEFAULT 0,
      created_at   timestamptz NOT NULL,
      updated_at   timestamptz NOT NULL,
      PRIMARY KEY (shop_id, id),
      -- One article says a thing once in each language.
      UNIQUE (shop_id, group_id, locale)
    );

    CREATE TABLE article_searches (
      shop_id  uuid NOT NULL,
      locale   text NOT NULL,
      query    text NOT NULL,
      searches int NOT NULL,
      empty    int NOT NULL,
      last_at  timestamptz NOT NULL,
      PRIMARY KEY (shop_id, locale, query)
    );
  `.execute(db)
}

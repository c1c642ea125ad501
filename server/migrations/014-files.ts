import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE files (
      shop_id     uuid NOT NULL REFERENCES shops,
      id          uuid NOT NULL,
      -- Who has sent it: until a message has taken it, it is theirs alone.
      owner       text NOT NULL,
      -- Which of several tries is receiving it: the latest one wins.
      try         uuid NOT NULL,
      name        text NOT NULL,
      type        text NOT NULL,
      -- Bytes as they were sent, as they are given out, and of all that is kept.
      sent        bigint NOT NULL,
      size        bigint NOT NULL,
      kept        bigint NOT NULL,
      -- Pixels; NULL for what is not shown.
      width       integer,
      height      integer,
      -- No foreign keys: the row outlives its ticket until what is kept of it is removed.
      ticket_id   uuid,
      message_id  uuid,
      internal    boolean NOT NULL DEFAULT false,
      created_at  timestamptz NOT NULL,
      -- NULL while it is arriving.
      finished_at timestamptz,
      attached_at timestamptz,
      PRIMARY KEY (shop_id, id)
    );
    CREATE INDEX files_of_ticket ON files (shop_id, ticket_id, attached_at) WHERE ticket_id IS NOT NULL;
    CREATE INDEX files_loose ON files (shop_id, owner) WHERE message_id IS NULL;
    CREATE INDEX files_kept ON files (shop_id) INCLUDE (kept) WHERE finished_at IS NOT NULL;

    -- What a message says of its files, kept with it: to read a thread is to read one table.
    ALTER TABLE ticket_messages ADD files jsonb NOT NULL DEFAULT '[]';
  `.execute(db)
}

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE tickets (
      shop_id           uuid NOT NULL REFERENCES shops,
      id                uuid NOT NULL,
      number            integer NOT NULL,
      customer_id       uuid NOT NULL,
      assignee_id       uuid,
      subject           text NOT NULL,
      description       text NOT NULL,
      status            text NOT NULL CHECK (status IN ('open', 'in_progress', 'pending', 'resolved', 'closed', 'escalated')),
      priority          text NOT NULL CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
      category          text NOT NULL,
      channel           text NOT NULL CHECK (channel IN ('chat', 'form', 'mail', 'api')),
      order_id          text,
      last_seq          integer NOT NULL DEFAULT 0,
      last_public_seq   integer NOT NULL DEFAULT 0,
      customer_read_seq integer NOT NULL DEFAULT 0,
      customer_read_public_seq integer NOT NULL DEFAULT 0,
      agent_read_seq    integer NOT NULL DEFAULT 0,
      agent_read_public_seq integer NOT NULL DEFAULT 0,
      mailed_seq        integer NOT NULL DEFAULT 0,
      last_message_at   timestamptz,
      created_at        timestamptz NOT NULL,
      updated_at        timestamptz NOT NULL,
      resolved_at       timestamptz,
      closed_at         timestamptz,
      PRIMARY KEY (shop_id, id),
      UNIQUE (shop_id, number),
      FOREIGN KEY (shop_id, customer_id) REFERENCES customers
    );
    CREATE INDEX tickets_newest ON tickets (shop_id, created_at DESC, id DESC);
    CREATE INDEX tickets_liveliest ON tickets (shop_id, updated_at DESC, id DESC);
    CREATE INDEX tickets_of_customer ON tickets (shop_id, customer_id, created_at DESC, id DESC);
    CREATE INDEX tickets_by_status ON tickets (shop_id, status, created_at DESC, id DESC);

    CREATE TABLE ticket_messages (
      shop_id     uuid NOT NULL,
      ticket_id   uuid NOT NULL,
      seq         integer NOT NULL,
      -- Its place among what the customer may see; NULL for an internal note. So both sides count without a hole.
      public_seq  integer,
      id          uuid NOT NULL,
      client_id   text,
      type        text NOT NULL CHECK (type IN ('customer_message', 'agent_message', 'internal_note', 'system')),
      message     text NOT NULL,
      author_kind text NOT NULL CHECK (author_kind IN ('customer', 'agent', 'system')),
      author_id   uuid,
      author_name text,
      created_at  timestamptz NOT NULL,
      PRIMARY KEY (shop_id, ticket_id, seq),
      FOREIGN KEY (shop_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
      CHECK ((type = 'internal_note') = (public_seq IS NULL))
    );
    -- The sender names the message: sent twice is stored once, whoever else uses the same name.
    CREATE UNIQUE INDEX ticket_messages_once ON ticket_messages
      (shop_id, ticket_id, client_id, author_kind, coalesce(author_id, '00000000-0000-0000-0000-000000000000'))
      WHERE client_id IS NOT NULL;
    CREATE UNIQUE INDEX ticket_messages_public ON ticket_messages (shop_id, ticket_id, public_seq) WHERE public_seq IS NOT NULL;

    -- What happened, in the order in which it was committed: position counts without a hole, so a reader resumes from it.
    CREATE TABLE facts (
      shop_id    uuid NOT NULL REFERENCES shops,
      position   bigint NOT NULL,
      id         uuid NOT NULL,
      ticket_id  uuid NOT NULL,
      type       text NOT NULL,
      data       jsonb NOT NULL,
      actor_kind text NOT NULL,
      actor_id   uuid,
      actor_name text,
      at         timestamptz NOT NULL,
      PRIMARY KEY (shop_id, position)
    );
    CREATE INDEX facts_of_ticket ON facts (shop_id, ticket_id, position);

    CREATE TABLE mails (
      shop_id    uuid NOT NULL REFERENCES shops,
      id         uuid NOT NULL,
      ticket_id  uuid,
      kind       text NOT NULL,
      recipient  text NOT NULL,
      subject    text NOT NULL,
      body       text NOT NULL,
      html       text NOT NULL,
      message_id text NOT NULL,
      "references" text[] NOT NULL,
      state      text NOT NULL CHECK (state IN ('queued', 'sent', 'kept', 'uncertain', 'failed')),
      attempts   integer NOT NULL DEFAULT 0,
      last_error text,
      created_at timestamptz NOT NULL,
      sent_at    timestamptz,
      PRIMARY KEY (shop_id, id)
    );
    CREATE INDEX mails_newest ON mails (shop_id, created_at DESC, id DESC);
  `.execute(db)
}

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Addresses whose reader wants no more mails of a shop.
    CREATE TABLE mail_stops (
      shop_id    uuid NOT NULL REFERENCES shops,
      address    text NOT NULL,
      stopped_at timestamptz NOT NULL,
      PRIMARY KEY (shop_id, address)
    );

    ALTER TABLE mails DROP CONSTRAINT mails_state_check, ADD CONSTRAINT mails_state_check
      CHECK (state IN ('queued', 'sent', 'kept', 'uncertain', 'failed', 'withheld', 'stopped'));
    -- How much an address has had lately, of all shops.
    CREATE INDEX mails_by_address ON mails (recipient, created_at);
    -- To which mail a letter answers, whichever shop's, and which of them came back.
    CREATE INDEX mails_by_message_id ON mails (message_id);
    CREATE INDEX mails_by_id ON mails (id);

    -- Letters that came in, and what became of them. A letter that comes again is known by its name and content.
    CREATE TABLE mails_in (
      shop_id     uuid NOT NULL REFERENCES shops,
      id          uuid NOT NULL,
      message_id  text NOT NULL,
      fingerprint text NOT NULL,
      sender      text NOT NULL,
      subject     text NOT NULL,
      ticket_id   uuid,
      outcome     text NOT NULL CHECK (outcome IN ('message', 'note', 'ticket', 'bounce', 'dropped')),
      -- Why it became that.
      reason      text NOT NULL,
      created_at  timestamptz NOT NULL,
      PRIMARY KEY (shop_id, id),
      UNIQUE (shop_id, message_id, fingerprint)
    );
    CREATE INDEX mails_in_by_ticket ON mails_in (shop_id, ticket_id, created_at);
  `.execute(db)
}

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A shop's own wording; where there is no row, the built-in one.
    CREATE TABLE mail_templates (
      shop_id    uuid NOT NULL REFERENCES shops,
      kind       text NOT NULL,
      locale     text NOT NULL,
      subject    text NOT NULL,
      body       text NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (shop_id, kind, locale)
    );

    ALTER TABLE mails ADD template_error text;
    ALTER TABLE mails DROP CONSTRAINT mails_state_check, ADD CONSTRAINT mails_state_check
      CHECK (state IN ('queued', 'sent', 'kept', 'uncertain', 'failed', 'withheld'));
    -- How much an address has had lately.
    CREATE INDEX mails_by_recipient ON mails (shop_id, recipient, created_at);

    ALTER TABLE tickets ADD agent_mailed_seq integer NOT NULL DEFAULT 0;
  `.execute(db)
}

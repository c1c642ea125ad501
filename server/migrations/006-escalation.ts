import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE tickets
      ADD COLUMN escalated_at timestamptz,
      -- When the nearest clock runs out, and why then: as the contract's Deadline.
      ADD COLUMN deadline jsonb,
      -- What the clocks go by: since when somebody waits, and what agents have done since.
      ADD COLUMN wait jsonb;

    CREATE TABLE workflows (
      shop_id    uuid PRIMARY KEY REFERENCES shops,
      rules      jsonb NOT NULL,
      -- Counts the changes, so that two admins do not overwrite each other unseen.
      revision   integer NOT NULL,
      updated_at timestamptz NOT NULL
    );

    -- That a rule has run on a ticket for one happening: the position of its fact, or 0 for the ticket's age.
    CREATE TABLE workflow_runs (
      shop_id   uuid NOT NULL,
      ticket_id uuid NOT NULL,
      rule_id   text NOT NULL,
      position  bigint NOT NULL,
      at        timestamptz NOT NULL,
      PRIMARY KEY (shop_id, ticket_id, rule_id, position),
      FOREIGN KEY (shop_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    );
  `.execute(db)
}

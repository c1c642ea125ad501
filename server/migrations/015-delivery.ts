import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- How far each side's clients have received: in seq, and the same place in public_seq.
    ALTER TABLE tickets
      ADD customer_delivered_seq integer NOT NULL DEFAULT 0,
      ADD customer_delivered_public_seq integer NOT NULL DEFAULT 0,
      ADD agent_delivered_seq integer NOT NULL DEFAULT 0,
      ADD agent_delivered_public_seq integer NOT NULL DEFAULT 0,
      -- Counts the changes of the row, whoever makes them: of two views of a ticket, the higher one is the later.
      ADD revision integer NOT NULL DEFAULT 1;

    CREATE FUNCTION count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.revision := OLD.revision + 1;
      RETURN NEW;
    END $$;
    CREATE TRIGGER tickets_revision BEFORE UPDATE ON tickets FOR EACH ROW EXECUTE FUNCTION count_revision();
  `.execute(db)
}

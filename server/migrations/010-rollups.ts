import { type Kysely, sql } from 'kysely'

/** One ticket's part in what is counted, of a row named `t`: as `figures` has it from `open` on. */
const COUNTED = `
  count(*) FILTER (WHERE t.status = 'open') AS open, count(*) FILTER (WHERE t.status = 'in_progress') AS in_progress,
  count(*) FILTER (WHERE t.status = 'pending') AS pending, count(*) FILTER (WHERE t.status = 'resolved') AS resolved,
  count(*) FILTER (WHERE t.status = 'closed') AS closed, count(*) FILTER (WHERE t.status = 'escalated') AS escalated,
  count(*) FILTER (WHERE t.was_escalated) AS was_escalated, count(*) FILTER (WHERE t.rating = 1) AS score_1,
  count(*) FILTER (WHERE t.rating = 2) AS score_2, count(*) FILTER (WHERE t.rating = 3) AS score_3,
  count(*) FILTER (WHERE t.rating = 4) AS score_4, count(*) FILTER (WHERE t.rating = 5) AS score_5,
  string_agg(packed_time(t.created_at, t.first_answered_at), '') AS first_in,
  string_agg(packed_time(t.created_at, t.resolved_at), '') AS resolution_in`

const KEY = `t.shop_id, (t.created_at AT TIME ZONE b.time_zone)::date AS day,
  coalesce(t.department_id, '00000000-0000-0000-0000-000000000000') AS department_id,
  coalesce(t.assignee_id, '00000000-0000-0000-0000-000000000000') AS agent_id, t.category, t.channel`

const COLUMNS = `shop_id, day, department_id, agent_id, category, channel, settled, open, in_progress, pending, resolved, closed,
  escalated, was_escalated, score_1, score_2, score_3, score_4, score_5, first_in, resolution_in`

const added = (rows: string, settled: boolean) => `INSERT INTO figures (${COLUMNS})
  SELECT shop_id, day, department_id, agent_id, category, channel, ${settled}, open, in_progress, pending, resolved, closed,
    escalated, was_escalated, score_1, score_2, score_3, score_4, score_5, first_in, resolution_in
  FROM (SELECT ${KEY}, ${COUNTED} FROM ${rows} t JOIN figure_books b ON b.shop_id = t.shop_id GROUP BY 1, 2, 3, 4, 5, 6) AS t`

/** The same taken away: numbers below zero, times that go out. */
const takenAway = (
  rows: string,
) => `INSERT INTO figures (${COLUMNS.replace('first_in, resolution_in', 'first_out, resolution_out')})
  SELECT shop_id, day, department_id, agent_id, category, channel, false, -open, -in_progress, -pending, -resolved, -closed,
    -escalated, -was_escalated, -score_1, -score_2, -score_3, -score_4, -score_5, first_in, resolution_in
  FROM (SELECT ${KEY}, ${COUNTED} FROM ${rows} t JOIN figure_books b ON b.shop_id = t.shop_id GROUP BY 1, 2, 3, 4, 5, 6) AS t`

/*
 * Whoever writes tickets shares the lock of the shop's book until the commit; whoever opens the book anew, by the days of
 * another time zone, has it alone: so every ticket is counted once, by the days of one zone.
 */
const held = (rows: string) =>
  `PERFORM pg_advisory_xact_lock_shared(hashtextextended('figures ' || s.shop_id, 0)) FROM (SELECT DISTINCT shop_id FROM ${rows} ORDER BY 1) AS s`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- By which days a shop's tickets are counted, and how many there are in what is settled.
    CREATE TABLE figure_books (
      shop_id   uuid PRIMARY KEY REFERENCES shops,
      time_zone text NOT NULL,
      total     integer NOT NULL DEFAULT 0,
      closed    integer NOT NULL DEFAULT 0
    );

    -- What the statistics add up. Rows are only ever added by those who write tickets, so that nobody waits for another;
    -- from time to time those of the same day and parts are settled: counted anew from the tickets, as one row.
    -- 'Nobody' and 'no department' are zeros, since a key with NULL in it is equal to nothing.
    CREATE TABLE figures (
      shop_id       uuid NOT NULL,
      day           date NOT NULL,
      department_id uuid NOT NULL,
      agent_id      uuid NOT NULL,
      category      text NOT NULL,
      channel       text NOT NULL,
      settled       boolean NOT NULL,
      open          integer NOT NULL,
      in_progress   integer NOT NULL,
      pending       integer NOT NULL,
      resolved      integer NOT NULL,
      closed        integer NOT NULL,
      escalated     integer NOT NULL,
      was_escalated integer NOT NULL,
      score_1       integer NOT NULL,
      score_2       integer NOT NULL,
      score_3       integer NOT NULL,
      score_4       integer NOT NULL,
      score_5       integer NOT NULL,
      -- Every single time, since a median is not the sum of medians: five bytes of milliseconds each, in no order.
      first_in      bytea,
      first_out     bytea,
      resolution_in  bytea,
      resolution_out bytea
    );
    ALTER TABLE figures ALTER first_in SET STORAGE EXTERNAL, ALTER resolution_in SET STORAGE EXTERNAL;
    CREATE INDEX figures_by_day ON figures (shop_id, day);
    CREATE INDEX figures_unsettled ON figures (shop_id) WHERE NOT settled;

    CREATE FUNCTION packed_time(since timestamptz, until timestamptz) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT CASE WHEN until IS NOT NULL THEN
        substr(int8send(least(greatest(round(date_part('epoch', until - since) * 1000), 0), 1099511627775)::bigint), 4) END
    $$;
    INSERT INTO figure_books (shop_id, time_zone) SELECT id, coalesce(settings->'hours'->>'timeZone', 'Europe/Paris') FROM shops;
  `.execute(db)
  await sql.raw(added('tickets', true)).execute(db)
  await sql`UPDATE figure_books SET total = counted.total, closed = counted.closed
    FROM (SELECT shop_id, count(*) AS total, count(*) FILTER (WHERE status = 'closed') AS closed FROM tickets GROUP BY 1) AS counted
    WHERE figure_books.shop_id = counted.shop_id`.execute(db)
  await makeTriggers(db)
}

/** In the database itself: whoever writes a ticket, and by whatever way, is counted with the same commit. */
async function makeTriggers(db: Kysely<unknown>): Promise<void> {
  const makeFunction = (name: string, body: string) =>
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NULL; END $$;`
  const gone = `${held('gone')}; ${takenAway('gone')};`
  const come = `${held('come')}; ${added('come', false)};`
  await sql
    .raw(`
    ${makeFunction('count_new_tickets', come)}
    ${makeFunction('count_gone_tickets', gone)}
    ${makeFunction(
      'count_changed_ticket',
      `PERFORM pg_advisory_xact_lock_shared(hashtextextended('figures ' || NEW.shop_id, 0));
       ${takenAway('(SELECT OLD.*)')}; ${added('(SELECT NEW.*)', false)};`,
    )}
    CREATE TRIGGER count_new AFTER INSERT ON tickets REFERENCING NEW TABLE AS come
      FOR EACH STATEMENT EXECUTE FUNCTION count_new_tickets();
    CREATE TRIGGER count_gone AFTER DELETE ON tickets REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION count_gone_tickets();
    CREATE TRIGGER count_changed AFTER UPDATE OF status, created_at, first_answered_at, resolved_at, was_escalated, rating,
        category, channel, assignee_id, department_id ON tickets
      FOR EACH ROW WHEN ((OLD.status, OLD.created_at, OLD.first_answered_at, OLD.resolved_at, OLD.was_escalated, OLD.rating,
        OLD.category, OLD.channel, OLD.assignee_id, OLD.department_id) IS DISTINCT FROM (NEW.status, NEW.created_at,
        NEW.first_answered_at, NEW.resolved_at, NEW.was_escalated, NEW.rating, NEW.category, NEW.channel, NEW.assignee_id,
        NEW.department_id)) EXECUTE FUNCTION count_changed_ticket();`)
    .execute(db)
}

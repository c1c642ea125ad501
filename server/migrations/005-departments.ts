import { newId } from '@comptoir/sdk/contract'
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE departments (
      shop_id    uuid NOT NULL REFERENCES shops,
      id         uuid NOT NULL,
      name       text NOT NULL,
      categories text[] NOT NULL,
      -- NULL, here and in the two below: as the shop has it
      strategy   text CHECK (strategy IN ('manual', 'round_robin', 'least_busy')),
      capacity   integer CHECK (capacity > 0),
      give_back  text,
      turns      bigint NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      retired_at timestamptz,
      PRIMARY KEY (shop_id, id)
    );
    CREATE UNIQUE INDEX departments_by_name ON departments (shop_id, lower(name)) WHERE retired_at IS NULL;

    CREATE TABLE department_members (
      shop_id       uuid NOT NULL,
      department_id uuid NOT NULL,
      agent_id      uuid NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
      is_lead       boolean NOT NULL,
      last_turn     bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (shop_id, department_id, agent_id),
      FOREIGN KEY (shop_id, department_id) REFERENCES departments ON DELETE CASCADE
    );
    CREATE INDEX departments_of_agent ON department_members (shop_id, agent_id);

    -- Where agents are connected. A row counts while its node is heard of, and goes with it.
    CREATE TABLE presences (
      shop_id  uuid NOT NULL,
      agent_id uuid NOT NULL,
      node_id  uuid NOT NULL REFERENCES nodes ON DELETE CASCADE,
      PRIMARY KEY (shop_id, agent_id, node_id)
    );
    CREATE INDEX presences_of_node ON presences (node_id);

    -- What was told last of each agent, so that a change is noticed once, whoever notices it first.
    CREATE TABLE attendances (
      shop_id  uuid NOT NULL REFERENCES shops,
      agent_id uuid NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
      away     boolean NOT NULL,
      state    text NOT NULL CHECK (state IN ('present', 'away', 'offline')),
      since    timestamptz NOT NULL,
      -- since when they are not present; NULL while they are, and before they have ever been
      left_at  timestamptz,
      PRIMARY KEY (shop_id, agent_id)
    );
    CREATE INDEX attendances_connected ON attendances (shop_id, agent_id) WHERE state <> 'offline';

    ALTER TABLE tickets
      ADD department_id uuid,
      ADD assigned_at timestamptz,
      ADD handed_back_by uuid,
      ADD FOREIGN KEY (shop_id, department_id) REFERENCES departments;
  `.execute(db)
  await openFirstDepartments(db)
  await sql`
    UPDATE tickets SET department_id = departments.id FROM departments WHERE departments.shop_id = tickets.shop_id;
    UPDATE tickets SET assigned_at = updated_at WHERE assignee_id IS NOT NULL;

    -- Lists: "my tickets", "nobody's", those of a department.
    CREATE INDEX tickets_of_agent ON tickets (shop_id, assignee_id, created_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
    CREATE INDEX tickets_of_nobody ON tickets (shop_id, created_at DESC, id DESC) WHERE assignee_id IS NULL;
    CREATE INDEX tickets_of_department ON tickets (shop_id, department_id, created_at DESC, id DESC);
    -- Assignment: who is how busy, and what waits for somebody.
    CREATE INDEX tickets_busying ON tickets (shop_id, assignee_id)
      WHERE assignee_id IS NOT NULL AND status IN ('open', 'in_progress', 'escalated');
    CREATE INDEX tickets_unassigned ON tickets
      (shop_id, department_id, array_position(ARRAY['urgent', 'high', 'medium', 'low'], priority), created_at, id)
      WHERE assignee_id IS NULL AND status IN ('open', 'in_progress', 'escalated');
  `.execute(db)
}

/** Every shop that there is gets a department with all of its agents; its admins lead. */
async function openFirstDepartments(db: Kysely<unknown>): Promise<void> {
  const shops = await sql<{ id: string }>`SELECT id FROM shops`.execute(db)
  for (const { id } of shops.rows) {
    const departmentId = newId()
    await sql`INSERT INTO departments (shop_id, id, name, categories, created_at)
      SELECT id, ${departmentId}, 'Support', '{}', created_at FROM shops WHERE id = ${id}`.execute(db)
    await sql`INSERT INTO department_members (shop_id, department_id, agent_id, is_lead)
      SELECT organization_id, ${departmentId}, user_id, role = 'admin' FROM auth.member WHERE organization_id = ${id}`.execute(
      db,
    )
  }
}

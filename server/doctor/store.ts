import { sql } from 'kysely'
import type { Connection, Db, Trx } from '../platform/db.ts'

/** What PostgreSQL says of itself. */
export async function readServer(db: Db): Promise<{ version: string; commit: string }> {
  const { rows } = await sql<{ version: string; commit: string }>`
    SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS commit`.execute(db)
  return rows[0] ?? { version: 'unknown', commit: 'unknown' }
}

interface Jobs {
  waiting: number
  /** Seconds since the oldest job nobody has tried was due; below 0 when none is. */
  late: number
  dead: number
}

export async function readJobs(db: Db): Promise<Jobs> {
  const { rows } = await sql<Jobs>`
    SELECT count(*) FILTER (WHERE attempts < max_attempts)::int AS waiting,
           coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE attempts = 0 AND locked_at IS NULL)), 0)::int AS late,
           count(*) FILTER (WHERE attempts >= max_attempts)::int AS dead
    FROM graphile_worker._private_jobs`.execute(db)
  return rows[0] ?? { waiting: 0, late: 0, dead: 0 }
}

export async function readClock(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(db)
  return rows[0]?.now ?? new Date(0)
}

/** Jobs of a shop that goes: left waiting, they would look as if nobody worked. One that a worker does just now ends by itself. */
export async function dropJobs(trx: Trx, shopId: string): Promise<void> {
  await sql`SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker._private_jobs
    WHERE payload ->> 'shopId' = ${shopId} HAVING count(*) > 0`.execute(trx)
}

/** Shops of an origin that were made more than ten minutes ago. */
export async function listOldShops(db: Connection, origin: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM shops
    WHERE origins = ARRAY[${origin}]::text[] AND created_at < now() - interval '10 minutes'`.execute(db)
  return rows.map((row) => row.id)
}

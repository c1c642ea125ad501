import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'

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

import type { MailLogEntry } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'

export interface JobReading {
  /** To be done now, and not begun. */
  due: number
  /** For later. */
  waiting: number
  running: number
  /** Tried as often as may be. */
  failed: number
  /** For how many seconds the oldest that is due has waited. */
  oldestDue: number
}

export async function readJobs(db: Db): Promise<JobReading> {
  const { rows } = await sql<JobReading>`SELECT
      count(*) FILTER (WHERE is_available AND run_at <= now() AND locked_at IS NULL) AS due,
      count(*) FILTER (WHERE is_available AND run_at > now() AND locked_at IS NULL) AS waiting,
      count(*) FILTER (WHERE locked_at IS NOT NULL) AS running,
      count(*) FILTER (WHERE NOT is_available AND locked_at IS NULL) AS failed,
      coalesce(date_part('epoch', now() - min(run_at) FILTER (WHERE is_available AND run_at <= now() AND locked_at IS NULL)), 0)
        AS oldest_due
    FROM graphile_worker._private_jobs`.execute(db)
  return rows[0] ?? { due: 0, waiting: 0, running: 0, failed: 0, oldestDue: 0 }
}

export const countMails = (db: Db): Promise<{ state: MailLogEntry['state']; count: number }[]> =>
  db
    .selectFrom('mails')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** Waits until no job is left that could run now: what was set going by the preparations is not what is measured. */
export async function calm(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const due = async () => {
    const { rows } = await client.query<{ due: number }>(
      'SELECT count(*)::int AS due FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts',
    )
    return rows[0]?.due ?? 0
  }
  while ((await due()) > 0) await pause(200)
  await client.end()
}

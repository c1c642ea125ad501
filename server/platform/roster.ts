import { newId } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import type { Log } from './log.ts'

const BEAT = 1_000
/** How often the dead are looked for. */
const ROUND = 5_000
/** After this silence, by the database's clock, who is connected to a node counts as gone: two of its beats may be late. */
export const SILENCE_SECONDS = 3.5
/** After this silence a node counts as dead, and its jobs are given back. */
const DEATH_SECONDS = 30

/**
 * Keeps this process on the roster of living nodes, and frees the jobs of the dead: a worker that was killed would
 * hold its jobs for hours otherwise. Times are the database's own.
 */
export class Roster {
  /** Names this process among the nodes. */
  readonly id = newId()
  readonly #workers = new Set<string>()
  readonly #db: Db
  readonly #log: Log
  #timers: NodeJS.Timeout[] = []

  constructor(db: Db, log: Log) {
    this.#db = db
    this.#log = log
  }

  add(worker: string): void {
    this.#workers.add(worker)
  }

  async start(): Promise<void> {
    await this.#beat()
    this.#timers = [
      setInterval(() => void this.#try(() => this.#beat()), BEAT).unref(),
      setInterval(() => void this.#try(() => this.#freeJobsOfTheDead()), ROUND).unref(),
    ]
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#db.deleteFrom('nodes').where('id', '=', this.id).execute()
  }

  /** Whether others work on the same database at this moment. */
  async hasOthers(): Promise<boolean> {
    const { rows } = await sql`SELECT FROM nodes WHERE id <> ${this.id}
      AND seen_at > now() - make_interval(secs => ${SILENCE_SECONDS}) LIMIT 1`.execute(this.#db)
    return rows.length > 0
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#log.warn({ err: error }, 'the roster could not be kept')
    }
  }

  async #beat(): Promise<void> {
    const workers = [...this.#workers]
    await sql`INSERT INTO nodes (id, workers, seen_at) VALUES (${this.id}, ${workers}, now())
      ON CONFLICT (id) DO UPDATE SET workers = ${workers}, seen_at = now()`.execute(this.#db)
  }

  async #freeJobsOfTheDead(): Promise<void> {
    const silence = sql`make_interval(secs => ${DEATH_SECONDS})`
    await sql`DELETE FROM nodes WHERE seen_at < now() - ${silence}`.execute(this.#db)
    const { rows } = await sql<{
      worker: string
    }>`SELECT DISTINCT locked_by AS worker FROM graphile_worker._private_jobs
      WHERE locked_at < now() - ${silence} AND locked_by <> ALL (SELECT unnest(workers) FROM nodes)`.execute(this.#db)
    const dead = rows.map((row) => row.worker)
    if (dead.length === 0) return
    this.#log.warn({ workers: dead }, 'jobs of dead workers are given back')
    await sql`SELECT graphile_worker.force_unlock_workers(${dead}::text[])`.execute(this.#db)
  }
}

import { newId } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import type { Log } from './log.ts'

const BEAT = 5_000
/** After this silence a node counts as dead, and its jobs are given back. */
const SILENCE_SECONDS = 30

/**
 * Keeps this process on the roster of living nodes, and frees the jobs of the dead: a worker that was killed would
 * hold its jobs for hours otherwise. Times are the database's own.
 */
export class Roster {
  readonly #id = newId()
  readonly #workers = new Set<string>()
  readonly #db: Db
  readonly #log: Log
  #timer: NodeJS.Timeout | undefined

  constructor(db: Db, log: Log) {
    this.#db = db
    this.#log = log
  }

  add(worker: string): void {
    this.#workers.add(worker)
  }

  async start(): Promise<void> {
    await this.#beat()
    this.#timer = setInterval(() => void this.#turn(), BEAT).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#db.deleteFrom('nodes').where('id', '=', this.#id).execute()
  }

  async #turn(): Promise<void> {
    try {
      await this.#beat()
      await this.#freeJobsOfTheDead()
    } catch (error) {
      this.#log.warn({ err: error }, 'the roster could not be kept')
    }
  }

  async #beat(): Promise<void> {
    const workers = [...this.#workers]
    await sql`INSERT INTO nodes (id, workers, seen_at) VALUES (${this.#id}, ${workers}, now())
      ON CONFLICT (id) DO UPDATE SET workers = ${workers}, seen_at = now()`.execute(this.#db)
  }

  async #freeJobsOfTheDead(): Promise<void> {
    const silence = sql`make_interval(secs => ${SILENCE_SECONDS})`
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

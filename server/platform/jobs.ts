import { EventEmitter } from 'node:events'
import { type Runner, run, runMigrations, type Task, Logger as WorkerLogger } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Connection, Trx } from './db.ts'
import type { Log } from './log.ts'
import type { Roster } from './roster.ts'

/** When a job runs, how often it is tried, and what it replaces. */
export interface JobTiming {
  runAt?: Date
  /** So many milliseconds from now by the database's clock, which says when a job's time has come. */
  delay?: number
  /** Another job of the same key that has not begun is replaced: so a later event postpones, and nothing runs twice. */
  key?: string
  maxAttempts?: number
  /** Jobs of one queue run one after the other, on all nodes together. */
  queue?: string
  /** Of those whose time has come, the lower runs first; 0 when left out. */
  priority?: number
}

/** The priority of what people were promised by the second: it does not wait behind a thousand mails. */
export const FIRST = -10

export interface Job<P> {
  readonly name: string
  /** Born in the transaction that needs it: without its commit there is no job. */
  add(trx: Trx, payload: P, timing?: JobTiming): Promise<void>
  /** The same many times. Of those with the same key, the last counts. */
  addMany(trx: Trx, jobs: readonly NewJob<P>[]): Promise<void>
  /**
   * The same for jobs that see for themselves whether their time has come: one of the key that waits for an earlier time
   * is left as it is. So a lively chat writes its clocks every other minute, and not with every message.
   */
  ensureMany(trx: Trx, jobs: readonly NewJob<P>[]): Promise<void>
}

type NewJob<P> = { payload: P } & JobTiming

/** A job that begins sooner than this may have begun before our commit, and not have seen what we store. */
const SOON = sql`interval '30 seconds'`

const waitsAlready = sql<boolean>`EXISTS (SELECT FROM graphile_worker._private_jobs waiting WHERE waiting.key = job.job_key
  AND waiting.is_available AND waiting.run_at > clock_timestamp() + ${SOON} AND waiting.run_at <= job.run_at)`

export function defineJob<P extends object>(name: string): Job<P> {
  return {
    name,
    add: (trx, payload, timing = {}) => put(trx, [specOf(name, { payload, ...timing }, false)]),
    addMany: (trx, jobs) =>
      put(
        trx,
        jobs.map((job) => specOf(name, job, false)),
      ),
    ensureMany: (trx, jobs) =>
      put(
        trx,
        jobs.map((job) => specOf(name, job, true)),
      ),
  }
}

/** As SQL reads it. `ensured`: not where one of its key waits for an earlier time. */
interface Spec {
  name: string
  payload: object
  job_key: string | undefined
  run_at: Date | undefined
  delay: number | undefined
  queue: string | undefined
  max_attempts: number
  priority: number | undefined
  ensured: boolean
}

const specOf = (
  name: string,
  { payload, key, runAt, delay, queue, maxAttempts = 25, priority }: { payload: object } & JobTiming,
  ensured: boolean,
): Spec => ({
  ...{ name, payload, job_key: key, run_at: runAt, queue, max_attempts: maxAttempts, priority, ensured },
  delay: delay === undefined ? undefined : delay / 1000,
})

const gathered = new WeakMap<Trx, Spec[]>()

/** From now on the jobs of this transaction are gathered, to be stored by one statement before its end. */
export function gatherJobs(trx: Trx): void {
  gathered.set(trx, [])
}

export async function storeGatheredJobs(trx: Trx): Promise<void> {
  const specs = gathered.get(trx) ?? []
  gathered.delete(trx)
  await store(trx, specs)
}

async function put(trx: Trx, specs: readonly Spec[]): Promise<void> {
  const waiting = gathered.get(trx)
  if (waiting) waiting.push(...specs)
  else await store(trx, specs)
}

async function store(trx: Trx, specs: readonly Spec[]): Promise<void> {
  if (specs.length === 0) return
  const latest = new Map(specs.map((spec, place) => [spec.job_key ?? place, spec]))
  // Without a job nothing is called: the workers of all nodes would be woken.
  await sql`SELECT count(*) FROM (
      SELECT array_agg((job.name, job.payload, job.queue, coalesce(job.run_at, clock_timestamp() + make_interval(secs => job.delay)),
        job.max_attempts, job.job_key, job.priority, NULL::text[])::graphile_worker.job_spec) AS specs
      FROM json_to_recordset(${JSON.stringify([...latest.values()])}::json)
        AS job (name text, payload json, queue text, run_at timestamptz, delay float8, max_attempts smallint, job_key text,
          priority smallint, ensured boolean)
      WHERE NOT job.ensured OR NOT ${waitsAlready} HAVING count(*) > 0) AS added
    CROSS JOIN LATERAL graphile_worker.add_jobs(added.specs)`.execute(trx)
}

/** Lets those that wait for another try go now, in the order of their payload's `since`: what made them fail is over. */
export async function hurry(db: Connection, { name }: Pick<Job<never>, 'name'>): Promise<void> {
  await sql`SELECT graphile_worker.reschedule_jobs(ARRAY[id], run_at => now() - interval '1 second' + place * interval '1 microsecond')
    FROM (SELECT j.id, row_number() OVER (ORDER BY j.payload ->> 'since', j.id) AS place
      FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
      WHERE t.identifier = ${name} AND j.is_available AND j.run_at > now()) AS waiting`.execute(db)
}

/** Takes back the job of a key that has not begun, if there is one. */
export async function cancelJob(trx: Trx, key: string): Promise<void> {
  const waiting = gathered.get(trx)
  if (waiting)
    gathered.set(
      trx,
      waiting.filter(({ job_key }) => job_key !== key),
    )
  await sql`SELECT graphile_worker.remove_job(${key})`.execute(trx)
}

/** A job and the verb that does it. */
export interface Duty {
  name: string
  run: Task
}

export function duty<P>(
  job: Job<P>,
  work: (payload: P, attempt: { number: number; last: boolean }) => Promise<void>,
): Duty {
  return {
    name: job.name,
    // The payload was written by `add` above, with the same type.
    run: (payload, { job: row }) =>
      work(payload as P, { number: row.attempts, last: row.attempts >= row.max_attempts }),
  }
}

export const migrateJobs = (pool: pg.Pool): Promise<void> => runMigrations({ pgPool: pool })

/** Jobs with workers of their own: what waits for others does not keep the rest waiting. */
export interface Lane {
  duties: Duty[]
  /** What is done by the clock alone, a line each: `minute hour day month weekday job`. */
  schedule: string
}

/** At the end, jobs in hand have so many milliseconds; what is given back before it is done would be done twice. */
const LAST_JOBS = 20_000

export function startJobs(pool: pg.Pool, { duties, schedule }: Lane, log: Log, roster: Roster): Promise<Runner> {
  const events = new EventEmitter()
  events.on('worker:create', ({ worker }) => roster.add(worker.workerId))
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const
  return run({
    pgPool: pool,
    events,
    concurrency: 5,
    pollInterval: 2_000,
    crontab: schedule,
    noHandleSignals: true,
    preset: { worker: { gracefulShutdownAbortTimeout: LAST_JOBS } },
    taskList: Object.fromEntries(duties.map((one) => [one.name, one.run])),
    logger: new WorkerLogger(
      (scope) => (level, message) => log[levels[level]]({ scope: scope.label, job: scope.jobId }, message),
    ),
  })
}

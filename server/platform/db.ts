import { CamelCasePlugin, Kysely, Migrator, type Transaction } from 'kysely'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { migrations } from '../migrations/index.ts'
import type { Database } from '../schema.ts'
import type { Log } from './log.ts'
import { WholeDialect } from './whole.ts'

export type Db = Kysely<Database>
export type Trx = Transaction<Database>
/** What a store function takes first: it reads the same inside a transaction and outside. */
export type Connection = Db | Trx

export const POOL_SIZE = 10
const LEAST_VERSION = 140_000

pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export function openPool(url: string, log: Log, other: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
    application_name: 'comptoir',
    ...other,
  })
  // A connection that breaks is replaced by the pool; without listeners it would end the process.
  const broke = (error: Error) => log.warn({ err: error }, 'a database connection broke')
  pool.on('error', broke)
  pool.on('connect', (client) => client.on('error', broke))
  return pool
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<Database>({
    dialect: new WholeDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

/** Refuses a server that is too old or that would acknowledge before it has stored. */
export async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; commit: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('synchronous_commit') AS commit`,
  )
  const [server] = rows
  if (!server || server.version < LEAST_VERSION) {
    throw new CannotStart(`PostgreSQL 14 or later is needed; the server says ${server?.version ?? 'nothing'}.`)
  }
  if (server.commit === 'off') {
    throw new CannotStart(
      'PostgreSQL runs with synchronous_commit off: what is acknowledged could be lost. Turn it on.',
    )
  }
}

/**
 * Brings the database to the present form; two programs at once wait for each other. Over a connection of its own: a
 * large shop's tables take longer than any other statement may. Answers what was done.
 */
export async function migrate(url: string, log: Log): Promise<string[]> {
  const db = openDb(openPool(url, log, { max: 1, statement_timeout: 0, idle_in_transaction_session_timeout: 0 }))
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const { error, results } = await migrator.migrateToLatest()
    if (error) throw error
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

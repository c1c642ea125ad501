import type pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import type { Config } from './config.ts'
import { checkServer, type Db, migrate, openDb, openPool } from './platform/db.ts'
import { startEmbeddedDatabase } from './platform/embedded-db/index.ts'
import { findSecret } from './platform/installation.ts'
import { migrateJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'

/** The database, open and in its present form: what the server and every command stand on. */
export interface OpenDatabase {
  pool: pg.Pool
  db: Db
  secret: string
  /** The migrations that were done now. */
  migrated: string[]
  close(): Promise<void>
}

/** The embedded PostgreSQL, or the one that the settings name. `exclusive`: no other server may run on the same `DATA_DIR`. */
export async function openDatabase(config: Config, log: Log, { exclusive = false } = {}): Promise<OpenDatabase> {
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedDatabase({ dataDir: config.dataDir, exclusive, warn: (message) => log.warn(message) })
      : null
  const url = config.databaseUrl ?? embedded?.url ?? ''
  const pool = openPool(url, log)
  const db = openDb(pool)
  let closing: Promise<void> | undefined
  const close = async () => {
    try {
      await db.destroy()
    } finally {
      await embedded?.stop()
    }
  }
  try {
    await checkServer(pool)
    const migrated = await migrate(url, log)
    await migrateJobs(pool)
    return { pool, db, migrated, secret: await findSecret(config, db), close: () => (closing ??= close()) }
  } catch (error) {
    await close()
    throw sayWhy(error, url)
  }
}

const REASONS: [code: RegExp, reason: (where: string, code: string) => string][] = [
  [
    /^(ECONN(REFUSED|RESET)|ENOTFOUND|EAI_\w+|ETIMEDOUT|E(HOST|NET)UNREACH|ENOENT|EACCES)$/,
    (where, code) => `No PostgreSQL answers at ${where} (${code}): check DATABASE_URL or DB_HOST and DB_PORT.`,
  ],
  [
    /^28/,
    (where) =>
      `PostgreSQL at ${where} refuses the user or the password: check DATABASE_URL or DB_USER and DB_PASSWORD.`,
  ],
  [
    /^3D000$/,
    (where) => `PostgreSQL at ${where} has no database of that name: create it, or check DATABASE_URL or DB_NAME.`,
  ],
  [
    /^42501$/,
    (where) => `PostgreSQL at ${where} does not let this user make tables: make the user the owner of the database.`,
  ],
  [
    /^53300$/,
    (where) => `PostgreSQL at ${where} has no connection left: raise its max_connections, or end other programs.`,
  ],
  [/^57P0/, (where) => `PostgreSQL at ${where} is starting or stopping: try again in a moment.`],
]

function sayWhy(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error
  const where = placeOf(url)
  const code = 'code' in error ? String(error.code) : ''
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1]
  if (reason) return new CannotStart(reason(where, code), { cause: error })
  // The driver gives no code to what it says by itself: no answer in time, no TLS where it was asked for, a certificate it does not trust.
  if (/timeout|terminated|SSL|TLS|certificate/i.test(error.message)) {
    const sentence = `PostgreSQL at ${where} could not be reached: ${error.message}; check DATABASE_URL or DB_HOST and DB_PORT.`
    return new CannotStart(sentence, { cause: error })
  }
  return error
}

function placeOf(url: string): string {
  const { host, searchParams } = new URL(url)
  return searchParams.get('host') ?? host
}

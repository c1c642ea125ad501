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
  const close = async () => {
    await db.destroy()
    await embedded?.stop()
  }
  try {
    await checkServer(pool)
    const migrated = await migrate(db)
    await migrateJobs(pool)
    return { pool, db, migrated, secret: await findSecret(config, db), close }
  } catch (error) {
    await close()
    throw sayWhy(error, url)
  }
}

function sayWhy(error: unknown, url: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const where = new URL(url).host
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENOENT)$/.test(code)) {
    return new CannotStart(`No PostgreSQL answers at ${where} (${code}): check DATABASE_URL or DB_HOST and DB_PORT.`)
  }
  if (/^28/.test(code))
    return new CannotStart(
      `PostgreSQL at ${where} refuses the user or the password: check DATABASE_URL or DB_USER and DB_PASSWORD.`,
    )
  if (code === '3D000')
    return new CannotStart(
      `PostgreSQL at ${where} has no database of that name: create it, or check DATABASE_URL or DB_NAME.`,
    )
  return error
}

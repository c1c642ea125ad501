import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, onTestFinished } from 'vitest'
import { type EmbeddedDatabase, type EmbeddedDatabaseOptions, startEmbeddedDatabase } from '../index.ts'
import { findPostmaster } from '../pid-file.ts'
import { run } from '../run.ts'

/** Nobody pulls the plug in these tests, and syncing is what takes the time. */
export const HASTY = { fsync: 'off' }

/** A DATA_DIR where nothing has been yet, gone after the test together with the cluster it may lead to. */
export async function newDataDir(mode = 0o755): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'comptoir-db-'))
  await chmod(dataDir, mode)
  onTestFinished(() => removeDataDir(dataDir))
  return dataDir
}

async function removeDataDir(dataDir: string) {
  const cluster = await realpath(join(dataDir, 'postgres')).catch(() => undefined)
  if (cluster) await rm(cluster, { recursive: true })
  await rm(dataDir, { recursive: true })
}

let model: Promise<string> | undefined
afterAll(async () => model && removeDataDir(await model))

/** A DATA_DIR with a database that was stopped: a copy, because making one takes most of a test's time. */
export async function usedDataDir(): Promise<string> {
  model ??= makeModel()
  const dataDir = await newDataDir()
  const { ok, output } = await run('cp', ['-a', `${await model}/.`, dataDir])
  if (!ok) throw new Error(output)
  return dataDir
}

async function makeModel(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'comptoir-db-'))
  await chmod(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, settings: HASTY })
  await database.stop()
  return dataDir
}

/** Starts a database that is stopped after the test at the latest. */
export async function start(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ settings: HASTY, ...options })
  onTestFinished(() => database.stop())
  return database
}

/** One question by a connection of its own. */
export async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows[0] && Object.values(rows[0])[0]
  } finally {
    await client.end()
  }
}

/** The process id of the PostgreSQL on a DATA_DIR; `undefined` when none runs. */
export async function postmasterPid(dataDir: string): Promise<number | undefined> {
  return (await findPostmaster(await realpath(join(dataDir, 'postgres'))))?.pid
}

export const readCluster = (dataDir: string, name: string) => readFile(join(dataDir, 'postgres', name), 'utf8')

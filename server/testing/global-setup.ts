import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate, openPool } from '../platform/db.ts'
import { startEmbeddedDatabase } from '../platform/embedded-db/index.ts'
import { migrateJobs } from '../platform/jobs.ts'
import { openLog } from '../platform/log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server, by its maintenance database. */
    databaseServer: string
    /** The migrated database that every test file clones. */
    template: string
  }
}

/** One PostgreSQL for all test files: the embedded one, or the server of `DATABASE_URL`; in it, the template that they clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.DATABASE_URL ? external(process.env.DATABASE_URL) : await embedded()
  const template = `comptoir_template_${process.pid}`
  await ask(server.url, `CREATE DATABASE ${template}`)
  await fill(inDatabase(server.url, template))
  project.provide('databaseServer', server.url)
  project.provide('template', template)
  return async () => {
    await ask(server.url, `DROP DATABASE ${template}`)
    await server.stop()
  }
}

const external = (url: string) => ({ url, stop: async () => {} })

async function embedded() {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-test-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(dataDir, 0o755)
  // A crash of the machine costs a test run nothing.
  const database = await startEmbeddedDatabase({ dataDir, settings: { fsync: 'off', full_page_writes: 'off' } })
  return {
    url: database.url,
    stop: async () => {
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function fill(url: string): Promise<void> {
  const log = openLog({ logDir: '', logLevel: 'silent' })
  await migrate(url, log)
  const pool = openPool(url, log)
  await migrateJobs(pool)
  await pool.end()
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}

export function inDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  /** Runs SQL as an operator would in psql. */
  query<R extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<R[]>
  drop(): Promise<void>
}

/** A database of one's own, cloned from the migrated template; `empty`: from PostgreSQL's own, with nothing in it. */
export async function newDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const server = new URL(inject('databaseServer'))
  const name = `comptoir_test_${randomBytes(6).toString('hex')}`
  await ask(server.href, `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : inject('template')}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    query: (sql, values) => ask(url.href, sql, values),
    drop: async () => void (await ask(server.href, `DROP DATABASE ${name} WITH (FORCE)`)),
  }
}

async function ask<R extends pg.QueryResultRow>(url: string, sql: string, values?: unknown[]): Promise<R[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<R>(sql, values)).rows
  } finally {
    await client.end()
  }
}

import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../migrations/index.ts'
import { newDatabase, type TestDatabase } from '../testing/database.ts'
import { migrate, openPool } from './db.ts'
import { migrateJobs } from './jobs.ts'
import { openLog } from './log.ts'

const NAMES = Object.keys(migrations)
const log = openLog({ logDir: '', logLevel: 'silent' })

let database: TestDatabase
const open: Pool[] = []

beforeEach(async () => {
  database = await newDatabase({ empty: true })
})
afterEach(async () => {
  for (const pool of open.splice(0)) await pool.end()
  await database.drop()
})

const begin = () => migrate(database.url, log)

function aPool(): Pool {
  const pool = openPool(database.url, log)
  open.push(pool)
  return pool
}

const tables = () =>
  database.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name || '.' || column_name || ' ' || data_type AS name
     FROM information_schema.columns WHERE table_schema IN ('public', 'auth') ORDER BY 1`,
  )

describe('migrations', () => {
  test('are done in their order, and what is done is not done again', async () => {
    expect(await begin()).toEqual(NAMES)
    const once = await tables()
    expect(await begin()).toEqual([])
    expect(await tables()).toEqual(once)
  })

  test('by three programs at once are done once', async () => {
    const done = await Promise.all([begin(), begin(), begin()])
    expect(done.flat()).toEqual(NAMES)
    const names = (await tables()).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['public.tickets.status text', 'public.ticket_messages.message text']))
  })

  test('that were broken off are done whole by the next program', async () => {
    // What the third makes is there already: it fails in the middle, and leaves nothing of itself behind.
    await database.query('CREATE TABLE facts (mine boolean)')
    await expect(begin()).rejects.toThrow(/facts/)
    expect((await tables()).map(({ name }) => name)).not.toContain('public.tickets.status text')
    await database.query('DROP TABLE facts')
    await begin()
    expect((await tables()).map(({ name }) => name)).toContain('public.tickets.status text')
  })

  test('of the jobs may be done again and at once too', async () => {
    await Promise.all([migrateJobs(aPool()), migrateJobs(aPool())])
    await migrateJobs(aPool())
    expect(await database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([])
  })

  test('are numbered, and none stands before one that is done already', () => {
    for (const name of NAMES) expect(name).toMatch(/^\d{3}-[a-z-]+$/)
    expect(NAMES).toEqual([...NAMES].sort())
    expect(new Set(NAMES.map((name) => name.slice(0, 3))).size).toBe(NAMES.length)
  })
})

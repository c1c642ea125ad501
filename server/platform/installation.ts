import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Connection, Db } from './db.ts'

/** What belongs to the installation as a whole and to no shop. */
export async function readInstalled(db: Connection, key: string): Promise<string | null> {
  const row = await db.selectFrom('installation').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

/** The first to write wins: two nodes that start together agree. Answers whether this was the first. */
export async function writeInstalled(db: Connection, key: string, value: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('installation')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Answers whether there was something to forget. */
export async function forgetInstalled(db: Connection, key: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('installation').where('key', '=', key).executeTakeFirst()
  return numDeletedRows === 1n
}

/** The setting's secret, or the installation's own, made at the first start. All nodes share it through the database. */
export async function findSecret(config: Pick<Config, 'secret'>, db: Db): Promise<string> {
  if (config.secret !== null) return config.secret
  await writeInstalled(db, 'secret', randomBytes(32).toString('base64url'))
  const secret = await readInstalled(db, 'secret')
  if (secret === null) throw new Error('the installation has no secret')
  return secret
}

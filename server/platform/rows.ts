import { type RawBuilder, sql } from 'kysely'
import type { Trx } from './db.ts'

/*
 * Many rows by one statement with one parameter: with a parameter for every value, a hundred messages would cost
 * the driver more than PostgreSQL.
 */

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function columnsOf(rows: readonly object[]): { names: string[]; json: string } {
  const names = Object.keys(rows[0] ?? {})
  const columns = names.map(snake)
  const json = JSON.stringify(
    rows.map((row) => {
      const values: Record<string, unknown> = { ...row }
      return Object.fromEntries(names.map((name, place) => [columns[place], values[name]]))
    }),
  )
  return { names: columns, json }
}

const list = (names: string[], of = (name: string): RawBuilder<unknown> => sql.ref(name)) => sql.join(names.map(of))

/** The first row says which columns there are. Answers the rows as they are stored. */
export async function insertRows<R = object>(trx: Trx, table: string, rows: readonly object[]): Promise<R[]> {
  if (rows.length === 0) return []
  const { names, json } = columnsOf(rows)
  const stored = await sql<R>`INSERT INTO ${sql.table(table)} (${list(names)})
    SELECT ${list(names)} FROM json_populate_recordset(NULL::${sql.table(table)}, ${json}::json) RETURNING *`.execute(
    trx,
  )
  return stored.rows
}

/** Gives rows of a shop, found by `shopId` and `id`, what stands beside these two. */
export async function changeRows(
  trx: Trx,
  table: string,
  rows: readonly { shopId: string; id: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const { names, json } = columnsOf(rows)
  const changed = names.filter((name) => name !== 'shop_id' && name !== 'id')
  await sql`UPDATE ${sql.table(table)} AS stored
    SET ${list(changed, (name) => sql`${sql.ref(name)} = ${sql.ref(`fresh.${name}`)}`)}
    FROM json_populate_recordset(NULL::${sql.table(table)}, ${json}::json) AS fresh
    WHERE stored.shop_id = fresh.shop_id AND stored.id = fresh.id`.execute(trx)
}

import { once } from 'node:events'
import { z } from 'zod'
import { binariesFor } from '../binaries.ts'
import { startEmbeddedDatabase } from '../index.ts'

/*
 * A process that uses a database, for tests: says in one line of JSON what came of its start, stays until its input ends,
 * then stops the database, and ends only if nothing keeps it. With `engine` it merely looks for PostgreSQL's programs.
 */
const Order = z.strictObject({ dataDir: z.string(), exclusive: z.boolean(), engine: z.string() })
const { engine, ...options } = Order.parse(JSON.parse(process.argv[2] ?? ''))
const say = (what: object) => console.log(JSON.stringify(what))

try {
  if (engine) say(await binariesFor(undefined, options.dataDir, engine))
  else await use()
} catch (error) {
  say({ refused: String(error) })
}

async function use() {
  process.once('SIGINT', () => say({ interrupted: true }))
  const database = await startEmbeddedDatabase({ ...options, settings: { fsync: 'off' } })
  say({ url: database.url })
  await once(process.stdin.resume(), 'end')
  await database.stop()
}

import { AsyncLocalStorage } from 'node:async_hooks'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'

/** Work that is stored together or not at all, by however many transactions of its own it is done. */
interface Whole {
  /** What a whole has set going and what outlives it goes its own way. */
  open: boolean
  connection: DatabaseConnection | null
  /** How many transactions are open within each other. */
  depth: number
  after: (() => void)[]
}

const wholes = new AsyncLocalStorage<Whole | null>()

const present = (): Whole | null => {
  const whole = wholes.getStore()
  return whole?.open ? whole : null
}

/**
 * Does work on one connection and in one transaction: those that it begins itself are savepoints of that one, and what
 * it reads besides is read there, too. One after the other: two transactions of one whole must not overlap.
 */
export async function asWhole<T, D>(db: Kysely<D>, work: () => Promise<T>): Promise<T> {
  const whole: Whole = { open: true, connection: null, depth: 0, after: [] }
  const result = await wholes.run(whole, async () => {
    try {
      return await db.transaction().execute(work)
    } finally {
      whole.open = false
    }
  })
  for (const run of whole.after) run()
  return result
}

/** What is to happen once all is stored: at once, or with the end of the whole that it is part of. */
export function onceStored(run: () => void): void {
  const whole = present()
  if (whole) whole.after.push(run)
  else run()
}

/** Work whose parts are stored each for itself, though a whole waits for them: it would hold too many rows too long. */
export async function inParts<T>(work: () => Promise<T>): Promise<T> {
  await present()?.connection?.executeQuery(CompiledQuery.raw('SET LOCAL idle_in_transaction_session_timeout = 0'))
  return wholes.run(null, work)
}

/** Work that is no part of a whole, whoever has set it going. */
export const apart = <T>(work: () => Promise<T>): Promise<T> => wholes.run(null, work)

/** Whether what is done now is part of a whole. */
export const isInWhole = (): boolean => present() !== null

export class WholeDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new WholeDriver(this.#config)
  }
}

class WholeDriver extends PostgresDriver {
  readonly #wholes = new WeakMap<DatabaseConnection, Whole>()

  override async acquireConnection(): Promise<DatabaseConnection> {
    const whole = present()
    if (whole?.connection) return whole.connection
    const connection = await super.acquireConnection()
    if (!whole) return connection
    whole.connection = connection
    this.#wholes.set(connection, whole)
    return connection
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const whole = this.#wholes.get(connection)
    if (whole && whole.depth > 0) await connection.executeQuery(CompiledQuery.raw(`SAVEPOINT s${whole.depth}`))
    else await super.beginTransaction(connection, settings)
    if (whole) whole.depth += 1
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const whole = this.#wholes.get(connection)
    if (!whole || whole.depth === 1) await super.commitTransaction(connection)
    else await connection.executeQuery(CompiledQuery.raw(`RELEASE SAVEPOINT s${whole.depth - 1}`))
    if (whole) whole.depth -= 1
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const whole = this.#wholes.get(connection)
    try {
      if (!whole || whole.depth === 1) await super.rollbackTransaction(connection)
      else await connection.executeQuery(CompiledQuery.raw(`ROLLBACK TO SAVEPOINT s${whole.depth - 1}`))
    } finally {
      if (whole) whole.depth -= 1
    }
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const whole = this.#wholes.get(connection)
    if (whole && whole.depth > 0) return
    this.#wholes.delete(connection)
    // The driver's own connections come from `acquireConnection` above.
    await super.releaseConnection(connection as Parameters<PostgresDriver['releaseConnection']>[0])
  }
}

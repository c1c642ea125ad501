import { Socket } from 'node:net'
import { createAdapter } from '@socket.io/postgres-adapter'
import pg from 'pg'
import type { Log } from '../log.ts'
import { type Bus, Health } from './bus.ts'

const CHANNEL = 'comptoir'
/** PostgreSQL takes notifications that are shorter than 8000 bytes. */
const LONGEST_NOTICE = 7_900
const IN_ONE_STATEMENT = 500
const MOST_WAITING = 20_000
/** The listening connection is silent by nature: whether it still stands is asked, in ms. */
const ASK = 5_000

/** Pushes through PostgreSQL's notifications. */
export function postgresBus(url: string, pool: pg.Pool, log: Log): Bus {
  const health = new Health('PostgreSQL', log)
  const line = new Line(url, pool, health)
  const adapter = createAdapter(
    // Of a pool the adapter takes these two things alone: a connection to listen on, and statements.
    line as unknown as pg.Pool,
    {
      channelPrefix: CHANNEL,
      tableName: 'bus_attachments',
      payloadThreshold: LONGEST_NOTICE,
      errorHandler: (error) => health.broke(error),
    },
  )
  return { adapter, health, close: () => line.close() }
}

class Line {
  readonly #url: string
  readonly #pool: pg.Pool
  readonly #health: Health
  #waiting: { channel: unknown; notice: unknown }[] = []
  #sending: Promise<void> | undefined
  #isClosed = false

  constructor(url: string, pool: pg.Pool, health: Health) {
    this.#url = url
    this.#pool = pool
    this.#health = health
  }

  /** A connection of its own, that notices when it is dead without having been told. */
  async connect(): Promise<pg.Client & { release(): Promise<void> }> {
    // Asked after the end, which the adapter may do: nobody waits for the answer.
    if (this.#isClosed) return new Promise(() => {})
    const stream = new Socket()
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: ASK,
      query_timeout: ASK,
      keepAlive: true,
      application_name: 'comptoir bus',
      stream: () => stream,
    })
    client.on('error', (error) => this.#health.broke(error))
    await client.connect().catch((error: unknown) => {
      this.#health.broke(error)
      throw error
    })
    const ask = () =>
      void client.query('SELECT 1').then(
        () => this.#health.mended(),
        (error: unknown) => {
          this.#health.broke(error)
          stream.destroy()
        },
      )
    const timer = setInterval(ask, ASK).unref()
    client.once('end', () => {
      clearInterval(timer)
      if (!this.#isClosed) this.#health.broke(new Error('the listening connection has ended'))
    })
    // After the adapter has said what it listens to.
    setImmediate(ask)
    return Object.assign(client, { release: () => client.end() })
  }

  /** Notices are not waited for: the adapter pushes to its own sockets when this has answered. Those that wait go out together, in order. */
  async query(statement: string, values: unknown[] = []): Promise<unknown> {
    if (!/^SELECT pg_notify/.test(statement)) return this.#pool.query(statement, values)
    const [channel, notice] = values
    if (this.#waiting.length >= MOST_WAITING) return this.#health.broke(new Error('too many notices wait'))
    this.#waiting.push({ channel, notice })
    this.#sending ??= this.#send()
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, IN_ONE_STATEMENT)
      const lists = [batch.map(({ channel }) => channel), batch.map(({ notice }) => notice)]
      await this.#pool
        .query(
          'SELECT pg_notify(channel, notice) FROM unnest($1::text[], $2::text[]) AS batch (channel, notice)',
          lists,
        )
        .catch((error: unknown) => this.#health.broke(error))
    }
    this.#sending = undefined
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#sending
  }
}

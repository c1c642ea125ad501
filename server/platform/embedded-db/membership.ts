import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from '../../cannot-start.ts'
import type { Cluster } from './cluster.ts'
import { isAlive } from './fresh.ts'
import { NAME } from './make-cluster.ts'
import { findPostmaster, lastPort, type Postmaster } from './pid-file.ts'
import { freePort } from './port.ts'
import { startPostmaster, stopPostmaster } from './postmaster.ts'
import { failedWith, until } from './run.ts'

/*
 * Several processes use one cluster. Each is a member as long as a connection of its own holds the lock MEMBERS, shared;
 * whoever gets it alone is the last one and stops PostgreSQL. PostgreSQL itself frees the locks of a process that dies.
 * The locks live in the database `postgres`, which nothing else uses.
 */
const MEMBERS = 1
/** Held by the one server of a DATA_DIR. */
const SERVER = 2

export interface Membership {
  client: pg.Client
  postmaster: Postmaster
  /** Resolves when the connection has ended, for whatever reason. */
  ended: Promise<void>
}

export interface JoinOptions {
  settings: Record<string, string>
  exclusive: boolean
  /** The port PostgreSQL must come back on, because others know it already. */
  port?: number
  signal: AbortSignal
}

const PATIENCE = 120_000
const WRONG_PASSWORD = '28P01'

/** Becomes a member, starting PostgreSQL where it does not run. */
export async function join(cluster: Cluster, options: JoinOptions): Promise<Membership> {
  const end = performance.now() + PATIENCE
  let startedHere = false
  while (performance.now() < end) {
    options.signal.throwIfAborted()
    const postmaster = await findPostmaster(cluster.dir)
    if (postmaster) {
      const membership = await enter(cluster, postmaster, options.exclusive).catch(async (error) => {
        // Who has the wrong password for a PostgreSQL of their own must not leave it behind: nobody else would stop it.
        if (startedHere && failedWith(error, WRONG_PASSWORD)) await stopPostmaster(cluster, postmaster.pid)
        throw clear(error, cluster)
      })
      if (membership) return membership
    } else {
      const port = options.port ?? (await freePort(await lastPort(cluster.dir)))
      startedHere = await startPostmaster(cluster, port, options.settings)
      if (startedHere) continue
    }
    await pause(postmaster ? 50 : 250)
  }
  throw new CannotStart(
    `PostgreSQL on ${cluster.dir} took no connection within two minutes; see postgres.log in DATA_DIR ${cluster.dataDir}.`,
  )
}

/** Becomes a member of a PostgreSQL that runs. `undefined` when that is not possible just now: it is starting or stopping, or full. */
export async function enter(
  cluster: Cluster,
  postmaster: Postmaster,
  exclusive: boolean,
): Promise<Membership | undefined> {
  if (!postmaster.ready) return undefined
  const client = connectionTo(cluster, postmaster)
  const membership = { client, postmaster, ended: new Promise<void>((resolve) => client.once('end', resolve)) }
  let connected = false
  try {
    await client.connect()
    connected = true
    // Waits while another process, the last one, is about to stop PostgreSQL: then this connection breaks, and we look again.
    await client.query('select pg_advisory_lock_shared($1)', [MEMBERS])
    if (exclusive) await becomeServer(client, cluster)
    return membership
  } catch (error) {
    await (connected ? leave(cluster, membership) : client.end())
    if (mayPass(error)) return undefined
    throw error
  }
}

function connectionTo(cluster: Cluster, { port }: Postmaster): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: NAME,
    password: cluster.password,
    database: 'postgres',
    application_name: `${NAME} ${process.pid}`,
    ssl: false,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  // An error is followed by the connection's end, and that is what we act upon; unheard, it would end the process.
  client.on('error', () => undefined)
  return client
}

async function becomeServer(client: pg.Client, { dataDir }: Cluster): Promise<void> {
  const got = () => tryLock(client, SERVER)
  if (await until(got, 500)) return
  const pid = await serverPid(client)
  // PostgreSQL has yet to notice that this server died.
  if (!isAlive(pid) && (await until(got, 10_000))) return
  throw new CannotStart(
    `Another Comptoir server (process ${pid}) is already running on DATA_DIR ${dataDir}; stop it, or set another DATA_DIR.`,
  )
}

/** Connections carry their process in their name. */
async function serverPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = $1
       and l.database = (select oid from pg_database where datname = current_database())`,
    [SERVER],
  )
  return Number(rows[0]?.name.split(' ')[1] ?? 0)
}

async function tryLock(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lock])
  return rows[0]?.got === true
}

/** Gives the membership up; the last member stops PostgreSQL and waits for its end. False when the connection broke before that was done. */
export async function leave(cluster: Cluster, { client, postmaster }: Membership): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_all()')
    if (await tryLock(client, MEMBERS)) await stopPostmaster(cluster, postmaster.pid)
    return true
  } catch (error) {
    if (mayPass(error)) return false
    throw error
  } finally {
    await client.end()
  }
}

/** What a PostgreSQL that starts, stops, crashes or is full answers to a client. */
function mayPass(error: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '53300']
  const texts = /^Connection terminated|not queryable|timeout expired/
  return failedWith(error, ...codes) || (error instanceof Error && texts.test(error.message))
}

function clear(error: unknown, { dataDir }: Cluster): unknown {
  if (!failedWith(error, WRONG_PASSWORD)) return error
  return new CannotStart(
    `The password in ${dataDir}/postgres.password is not that of the database beside it; restore both from the same backup.`,
    { cause: error },
  )
}

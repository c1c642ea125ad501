import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from '../../cannot-start.ts'
import type { Cluster } from './cluster.ts'
import { logOf, openLog } from './data-dir.ts'
import { findPostmaster, isPostmaster } from './pid-file.ts'
import { environment, gist, run, until, workingDirectory } from './run.ts'

const MINUTE = 60_000

/** What may pass by itself: another process starts the same cluster, or the port was taken this moment, or a killed server's last backend still works. */
const PASSING = /lock file "postmaster\.pid"|pre-existing shared memory|could not create any TCP\/IP sockets/

/**
 * Starts PostgreSQL on the cluster and waits until it takes connections.
 * False when that failed for a reason that may pass: the caller looks again at how things are.
 */
export async function startPostmaster(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Promise<boolean> {
  const own = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const log = await openLog(cluster.dataDir)
  const child = launch(cluster, log.fd, { ...settings, ...own })
  let ended: string | undefined
  child.once('exit', () => {
    ended ??= ''
  })
  child.once('error', (error) => {
    ended ??= error.message
  })
  await log.close()
  await until(async () => ended !== undefined || (await isReady(cluster, child.pid)), 2 * MINUTE)
  if (ended !== undefined) return mayPass(cluster, ended + (await logFrom(cluster, log.size)))
  if (await isReady(cluster, child.pid)) return true
  throw new CannotStart(
    `PostgreSQL is still recovering its data after two minutes; start again later, ${logOf(cluster.dataDir)} says how it goes.`,
  )
}

const logFrom = async (cluster: Cluster, size: number) =>
  (await readFile(logOf(cluster.dataDir))).subarray(size).toString()

function mayPass(cluster: Cluster, said: string): false {
  if (PASSING.test(said)) return false
  throw new CannotStart(`PostgreSQL could not start on ${cluster.dir}: ${gist(said)}.`)
}

/**
 * Detached, in a process group of its own: Ctrl-C in a terminal goes to the whole group of the server,
 * and would stop PostgreSQL before the server has written its last answers.
 */
function launch(cluster: Cluster, log: number, settings: Record<string, string>) {
  const command = join(cluster.binaries.bin, 'postgres')
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(command, ['-D', cluster.dir, ...options], {
    ...cluster.account,
    cwd: workingDirectory(command),
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  })
  child.unref()
  return child
}

async function isReady(cluster: Cluster, pid: number | undefined): Promise<boolean> {
  const postmaster = await findPostmaster(cluster.dir)
  return postmaster !== undefined && postmaster.pid === pid && postmaster.ready
}

/** Stops PostgreSQL and waits until it has ended: with its last checkpoint, unless that takes more than a minute. Either way nothing is lost. */
export async function stopPostmaster(cluster: Cluster, pid: number): Promise<void> {
  const hasEnded = async () => !(await isPostmaster(pid, cluster.dir))
  for (const mode of ['fast', 'immediate'] as const) {
    await signal(cluster, pid, mode)
    if (await until(hasEnded, MINUTE)) return
  }
}

async function signal(cluster: Cluster, pid: number, mode: 'fast' | 'immediate') {
  // Windows has no signals; PostgreSQL brings a substitute, known to pg_ctl.
  if (process.platform === 'win32')
    await run(join(cluster.binaries.bin, 'pg_ctl'), ['stop', '-W', '-D', cluster.dir, '-m', mode])
  else if (await isPostmaster(pid, cluster.dir)) process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
}

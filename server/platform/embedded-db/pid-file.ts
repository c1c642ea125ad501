import { randomBytes } from 'node:crypto'
import { link, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isAlive } from './fresh.ts'
import { failedWith, run } from './run.ts'

/** A PostgreSQL that runs on a cluster. */
export interface Postmaster {
  pid: number
  port: number
  /** False while it is starting, recovering or stopping. */
  ready: boolean
}

/**
 * The PostgreSQL that runs on the cluster, by the file `postmaster.pid` it keeps there.
 * Removes the file when it is a dead one's: PostgreSQL itself would not when its process id belongs to another process by now,
 * which is the rule in a restarted container, where the same few ids come again.
 */
export async function findPostmaster(dir: string): Promise<Postmaster | undefined> {
  const path = join(dir, 'postmaster.pid')
  const text = await readFile(path, 'utf8').catch((error) => {
    if (failedWith(error, 'ENOENT')) return undefined
    throw error
  })
  if (text === undefined) return undefined
  const [pid, , , port, , , , status = ''] = text.split('\n')
  if (!port) {
    if (await isBeingWritten(path)) return { pid: 0, port: 0, ready: false }
  } else if (await isPostmaster(Number(pid), dir)) {
    return { pid: Number(pid), port: Number(port), ready: status.trim() === 'ready' }
  }
  await discard(path, text)
  return undefined
}

/** An unfinished file is one that a PostgreSQL is writing just now, or that one left when it died over it. */
async function isBeingWritten(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs < 5_000
}

/** Removes the file if it still reads so: a PostgreSQL started in the meantime by another process keeps its own. */
async function discard(path: string, text: string) {
  const aside = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path)
    await unlink(aside)
  } catch (error) {
    if (!failedWith(error, 'ENOENT', 'EEXIST')) throw error
  }
}

/** Whether this process is a PostgreSQL on this cluster, and not just anything that got its id later, nor a dead one nobody has buried. */
export async function isPostmaster(pid: number, dir: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  const [command = '', ...args] = await commandLine(pid)
  if (basename(command) !== 'postgres') return false
  const given = args[args.indexOf('-D') + 1]
  return !args.includes('-D') || given === undefined || (await realpath(given).catch(() => given)) === dir
}

async function commandLine(pid: number): Promise<string[]> {
  if (process.platform !== 'linux') return [(await run('ps', ['-o', 'comm=', '-p', String(pid)])).output.trim()]
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
}

/** The port PostgreSQL had when it last ran on this cluster; it leaves its command line in `postmaster.opts`. */
export async function lastPort(dir: string): Promise<number | undefined> {
  const options = await readFile(join(dir, 'postmaster.opts'), 'utf8').catch(() => '')
  const port = options.match(/"port=(\d+)"/)?.[1]
  return port === undefined ? undefined : Number(port)
}

import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * A new empty directory beside `path`, private to us, in which a thing is made before it takes its place in one step:
 * what stands at `path` is always whole. Sweeps away what processes left that died over the same work.
 */
export async function freshBeside(path: string): Promise<string> {
  await sweep(path)
  const fresh = `${path}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  await mkdir(fresh, { mode: 0o700 })
  return fresh
}

async function sweep(path: string) {
  const prefix = `${basename(path)}.new-`
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix)) continue
    const maker = Number.parseInt(name.slice(prefix.length), 10)
    if (!isAlive(maker)) await rm(join(dirname(path), name), { recursive: true, force: true })
  }
}

/** Whether a process of this id exists. One that we may not signal exists too. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * A directory that root owns and every user can enter: for what PostgreSQL's account must reach when the checkout
 * or DATA_DIR lies where it cannot go, such as below /root. `undefined` when it cannot be made, or is not root's alone:
 * programs of ours are run from there.
 */
export async function openGround(directory: string): Promise<string | undefined> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o755 })
    const found = await lstat(directory)
    if (!found.isDirectory() || found.uid !== 0 || found.mode & 0o022) return undefined
    await chmod(directory, 0o755)
    return directory
  } catch {
    return undefined
  }
}

import { randomBytes } from 'node:crypto'
import { access, constants, link, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CannotStart } from '../../cannot-start.ts'
import { makeFolder } from '../folder.ts'
import { failedWith } from './run.ts'

/** Makes the directory where it is missing. Throws CannotStart when it cannot be written to. */
export async function claimDataDir(dataDir: string): Promise<string> {
  const path = resolve(dataDir)
  try {
    makeFolder(path)
    await access(path, constants.W_OK | constants.X_OK)
    return path
  } catch (error) {
    throw unusable(path, error)
  }
}

/**
 * The database's password, from a file that only we can read; made up on the first start.
 * It appears in one step and whole, for other processes may look for it at the same moment.
 */
export async function keptPassword(dataDir: string, clusterExists: boolean): Promise<string> {
  const path = join(dataDir, 'postgres.password')
  const kept = await readFile(path, 'utf8').catch((error) => {
    if (failedWith(error, 'ENOENT')) return ''
    throw unusable(path, error)
  })
  if (kept) return kept.trim()
  if (clusterExists) {
    throw new CannotStart(
      `The database in DATA_DIR ${dataDir} exists but its password, ${path}, is missing; restore that file from your backup.`,
    )
  }
  await offerPassword(path)
  return (await readFile(path, 'utf8')).trim()
}

async function offerPassword(path: string) {
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  await file.writeFile(`${randomBytes(24).toString('hex')}\n`)
  await file.sync()
  await file.close()
  try {
    await link(draft, path)
  } catch (error) {
    if (!failedWith(error, 'EEXIST')) throw unusable(path, error)
  } finally {
    await unlink(draft)
  }
}

const LONG_LOG = 10_000_000

/** Where PostgreSQL writes what happens to it. */
export const logOf = (dataDir: string) => join(dataDir, 'postgres.log')

/** Opens the log to be written on; a long one is put aside. `size` is what it holds already, in bytes. */
export async function openLog(dataDir: string) {
  const path = logOf(dataDir)
  try {
    const written = await stat(path).catch(() => undefined)
    if (written && written.size > LONG_LOG) await rename(path, `${path}.old`)
    const file = await open(path, 'a', 0o600)
    return { fd: file.fd, size: (await file.stat()).size, close: () => file.close() }
  } catch (error) {
    throw unusable(path, error)
  }
}

function unusable(path: string, error: unknown): CannotStart {
  const reason = error instanceof Error ? error.message : String(error)
  return new CannotStart(
    `DATA_DIR cannot be used: ${reason}; make ${path} usable for this user, or set another DATA_DIR.`,
    {
      cause: error,
    },
  )
}

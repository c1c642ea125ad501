import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore, Span } from './keeping.ts'
import { roomOrFailure } from './room.ts'

/** The files of all shops, and what is still arriving, stand side by side: to rename from one to the other is one step. */
export const placeOfFiles = (dataDir: string): string => join(dataDir, 'files')

export function openDisk(dataDir: string): FileStore {
  const pathOf = (key: string) => join(placeOfFiles(dataDir), key)
  return {
    put: (key, path) => roomOrFailure(() => take(path, pathOf(key))),
    read: (key, span) => readFrom(pathOf(key), span),
    remove: (key) => rm(pathOf(key), { force: true }),
    removeAll: (prefix) => rm(pathOf(prefix), { recursive: true, force: true }),
  }
}

/** The bytes first, then the name, then the folder that holds it: whatever is cut off between leaves all or nothing. */
async function take(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await sync(from)
  await rename(from, to)
  // Windows cannot open folders, and keeps their names by itself.
  if (process.platform !== 'win32') await sync(dirname(to))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readFrom(path: string, span?: Span) {
  try {
    const handle = await open(path, 'r')
    return createReadStream('', { fd: handle, ...(span && { start: span.from, end: span.to }) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Failure } from '../failure.ts'
import { placeOfFiles } from './disk.ts'
import { roomOrFailure } from './room.ts'

/** Where files stand while they arrive: on this machine, whatever store they end in. */
const placeOfArrivals = (dataDir: string): string => join(placeOfFiles(dataDir), 'arriving')

/** A folder for one file that is arriving and for what is drawn from it; gone when the work has ended, however it ends. */
export async function withArrival<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(placeOfArrivals(dataDir), randomUUID())
  try {
    await roomOrFailure(() => mkdir(folder, { recursive: true }))
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Writes a body to `path` as it comes, never holding more than a piece of it. Answers its bytes.
 *
 * @throws Failure `too_large` at the first piece beyond `most`, `malformed` when the sender has gone, `storage_full`
 */
export async function receive(body: ReadableStream<Uint8Array>, path: string, most: number): Promise<number> {
  let size = 0
  const counted = new Transform({
    transform(piece: Buffer, _, pass) {
      size += piece.length
      if (size > most) pass(new Failure('too_large', `Expected a file of at most ${most} bytes, got more.`))
      else pass(null, piece)
    },
  })
  const incoming = Readable.fromWeb(body)
  let broken = false
  incoming.on('error', () => {
    broken = true
  })
  try {
    await roomOrFailure(() => pipeline(incoming, counted, createWriteStream(path, { flags: 'wx' })))
  } catch (cause) {
    if (cause instanceof Failure || !broken) throw cause
    throw Object.assign(new Failure('malformed', `Expected a whole file, got ${size} bytes and no more.`), { cause })
  }
  return size
}

/** Removes what a process that was killed has left: folders that were last touched before `before`. */
export async function forgetArrivals(dataDir: string, before: Date): Promise<void> {
  const place = placeOfArrivals(dataDir)
  for (const name of await readdir(place).catch(none)) {
    const touched = await stat(join(place, name)).catch(none)
    if ('mtime' in touched && touched.mtime < before) await rm(join(place, name), { recursive: true, force: true })
  }
}

/** It is not there, or no longer. */
const none = () => []

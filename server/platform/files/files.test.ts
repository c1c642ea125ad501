import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ReadableStream } from 'node:stream/web'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDisk } from './disk.ts'
import type { FileStore } from './keeping.ts'
import { receive, withArrival } from './receive.ts'
import { openS3 } from './s3.ts'
import { type Bucket, KEYS, openBucket } from './testing/bucket.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let bucket: Bucket
beforeAll(async () => {
  bucket = await openBucket()
})
afterAll(() => bucket.close())

const STORES: [string, () => FileStore][] = [
  ['this machine', () => openDisk(folder)],
  ['a store that speaks S3', () => openS3({ ...KEYS, endpoint: bucket.endpoint })],
]

describe.each(STORES)('on %s', (_, open) => {
  const aFile = (words: string) => {
    const path = join(folder, 'arrived')
    writeFileSync(path, words)
    return path
  }
  const readAll = async (store: FileStore, key: string) => {
    const bytes = await store.read(key)
    return bytes && text(bytes)
  }

  test('a file is kept, read, read in part, replaced and removed', async () => {
    const store = open()
    await store.put('perle/aa/cup.original', aFile('0123456789'))
    expect(await readAll(store, 'perle/aa/cup.original')).toBe('0123456789')
    const part = await store.read('perle/aa/cup.original', { from: 2, to: 4 })
    expect(part && (await text(part))).toBe('234')
    await store.put('perle/aa/cup.original', aFile('another'))
    expect(await readAll(store, 'perle/aa/cup.original')).toBe('another')
    await store.remove('perle/aa/cup.original')
    expect(await store.read('perle/aa/cup.original')).toBeNull()
    await store.remove('perle/aa/cup.original')
  })

  test('a shop goes with all its files, and no other shop with it', async () => {
    const store = open()
    for (const key of ['perle/aa/1.original', 'perle/aa/2.original', 'perle/bb/3.original', 'perle2/aa/4.original'])
      await store.put(key, aFile(key))
    await store.removeAll('perle')
    expect(await store.read('perle/bb/3.original')).toBeNull()
    expect(await readAll(store, 'perle2/aa/4.original')).toBe('perle2/aa/4.original')
    await store.removeAll('perle')
  })
})

describe('a store that speaks S3', () => {
  const put = (settings: object) => {
    const path = join(folder, 'arrived')
    writeFileSync(path, 'x')
    return openS3({ ...KEYS, endpoint: bucket.endpoint, ...settings }).put('perle/aa/5.original', path)
  }

  test('that is busy is asked again', async () => {
    bucket.busy = 1
    await put({})
    expect(bucket.objects.get('perle/aa/5.original')?.toString()).toBe('x')
  })

  test('that knows another secret, or no such bucket, is told of', async () => {
    await expect(put({ secretAccessKey: 'another' })).rejects.toThrow(/403.*SignatureDoesNotMatch/)
    await expect(put({ bucket: 'missing' })).rejects.toThrow(/no bucket missing/)
  })
})

/** A disk of one megabyte; only root may make one. */
const mount = (place: string) => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('a disk that is full says so, and keeps nothing by halves', async ({ skip }) => {
  const disk = join(folder, 'files')
  mkdirSync(disk)
  if (!mount(disk)) skip('only root can make a disk that is full')
  try {
    const body = ReadableStream.from(Array.from({ length: 40 }, () => new Uint8Array(50_000)))
    const arriving = withArrival(folder, (place) => receive(body, join(place, 'original'), 10_000_000))
    await expect(arriving).rejects.toMatchObject({ code: 'storage_full' })
    expect(readdirSync(join(disk, 'arriving'))).toEqual([])
  } finally {
    execFileSync('umount', [disk])
  }
})

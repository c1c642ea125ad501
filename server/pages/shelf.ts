import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

export interface Item {
  path: string
  type: string
  bytes: Buffer
  /** In the encoding that the reader prefers of those we have. */
  packed(accepted: string): Promise<{ encoding: 'br' | 'gzip' | null; bytes: Buffer }>
}

/** The files of a folder by their path in it, read into memory once: no request can name a file that is not on the shelf. */
export function fillShelf(folder: string): Map<string, Item> {
  const shelf = new Map<string, Item>()
  for (const entry of entriesOf(folder)) {
    const file = join(entry.parentPath, entry.name)
    const type = TYPES[extname(entry.name)]
    if (!type || !statSync(file).isFile()) continue
    const path = file.slice(folder.length + 1).replaceAll('\\', '/')
    shelf.set(path, newItem(path, type, readFileSync(file), packedBeside(file)))
  }
  return shelf
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

const packers = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

const ENDINGS = { br: '.br', gzip: '.gz' } as const

/** What the build has packed already, better than there is time for here. */
function packedBeside(file: string): Map<string, Promise<Buffer>> {
  const made = new Map<string, Promise<Buffer>>()
  for (const [encoding, ending] of Object.entries(ENDINGS))
    if (existsSync(file + ending)) made.set(encoding, Promise.resolve(readFileSync(file + ending)))
  return made
}

export function newItem(path: string, type: string, bytes: Buffer, made = new Map<string, Promise<Buffer>>()): Item {
  return {
    path,
    type,
    bytes,
    async packed(accepted) {
      const encoding = (['br', 'gzip'] as const).find((one) => accepted.includes(one))
      if (!encoding || type.startsWith('image/png')) return { encoding: null, bytes }
      const bytesOf = made.get(encoding) ?? packers[encoding](bytes)
      made.set(encoding, bytesOf)
      return { encoding, bytes: await bytesOf }
    },
  }
}

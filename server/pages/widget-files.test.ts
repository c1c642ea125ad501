import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

/** As it comes over the wire: `fetch` unpacks by itself. */
const raw = (path: string, encoding: string) =>
  new Promise<{ headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    request(house.url + path, { headers: { 'Accept-Encoding': encoding } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(parts) }))
    })
      .on('error', reject)
      .end()
  })

test('the loader comes packed as the browser likes it, and is asked for again soon', async () => {
  const [plain, gzip, brotli] = await Promise.all(['', 'gzip', 'gzip, br'].map((one) => raw('/widget.js', one)))
  expect(gzip?.headers['content-encoding']).toBe('gzip')
  expect(brotli?.headers['content-encoding']).toBe('br')
  expect(gunzipSync(gzip?.bytes ?? '')).toEqual(plain?.bytes)
  expect(brotliDecompressSync(brotli?.bytes ?? '')).toEqual(plain?.bytes)
  expect(plain?.headers['cache-control']).toBe('public, max-age=300')
  expect(`${plain?.headers.vary}`).toContain('Accept-Encoding')
})

test('a page can pin the loader: a name for ever, and what its integrity is', async () => {
  const { file, integrity } = await (await fetch(`${house.url}/widget.json`)).json()
  const pinned = await fetch(`${house.url}/${file}`)
  expect(pinned.headers.get('cache-control')).toContain('immutable')
  expect(pinned.headers.get('access-control-allow-origin')).toBe('*')
  const bytes = Buffer.from(await pinned.arrayBuffer())
  expect(`sha384-${createHash('sha384').update(bytes).digest('base64')}`).toBe(integrity)
  expect(bytes).toEqual((await raw('/widget.js', '')).bytes)
})

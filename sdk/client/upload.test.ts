import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import type { MessageFile } from '../contract/index.ts'
import { fileLinks, takeBackFile, uploadFile } from './upload.ts'

interface Seen {
  method: string | undefined
  url: string | undefined
  token: string | undefined
  body: string
}

/** A counter of answers, in the order in which they are to be given; `null` hangs up. */
async function aServer(...answers: ([number, object] | null)[]) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const answer = answers.shift()
    if (!answer) return void request.socket.destroy()
    const body = (await buffer(request)).toString()
    seen.push({ method: request.method, url: request.url, token: request.headers.authorization, body })
    response.writeHead(answer[0]).end(JSON.stringify(answer[1]))
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  stop = () => server.closeAllConnections()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { seen, client: { access: async (refused?: string) => ({ url, token: refused ? 'fresh' : 'stale' }) } }
}
let stop = () => {}
afterEach(() => stop())

const cup: MessageFile = { id: 'f1', name: 'cup.txt', type: 'text/plain', size: 3, url: '/api/files/f1' }
const file = new File(['cup'], 'cup of tea.txt')

test('a file goes out under the id of its sender, and tells of its progress', async () => {
  const { client, seen } = await aServer([201, cup])
  const told: [number, number][] = []
  const sent = await uploadFile(client, file, { id: 'f1', onProgress: (...progress) => told.push(progress) })
  expect(sent).toEqual(cup)
  expect(seen).toEqual([
    { method: 'PUT', url: '/api/files/f1?name=cup%20of%20tea.txt', token: 'Bearer stale', body: 'cup' },
  ])
  expect(told.at(-1)).toEqual([3, 3])
})

test('a line that breaks is tried again under the same id, and a credential that has ended is renewed', async () => {
  const { client, seen } = await aServer(
    null,
    [503, { code: 'unavailable' }],
    [401, { code: 'unauthorized' }],
    [201, cup],
  )
  expect(await uploadFile(client, file, { id: 'f1' })).toEqual(cup)
  expect(seen.map(({ url, token }) => [url?.slice(0, 14), token])).toEqual([
    ['/api/files/f1?', 'Bearer stale'],
    ['/api/files/f1?', 'Bearer stale'],
    ['/api/files/f1?', 'Bearer fresh'],
  ])
})

test('what is refused is not tried again, and says why', async () => {
  const { client, seen } = await aServer([413, { code: 'too_large', detail: 'Expected less.' }])
  await expect(uploadFile(client, file)).rejects.toMatchObject({ code: 'too_large', message: 'Expected less.' })
  expect(seen).toHaveLength(1)
})

test('an upload that is stopped goes no further', async () => {
  const { client } = await aServer([201, cup])
  const stopped = AbortSignal.abort()
  await expect(uploadFile(client, file, { signal: stopped })).rejects.toMatchObject({ code: 'aborted' })
})

test('a name that is too long keeps its ending', async () => {
  const { client, seen } = await aServer([201, cup])
  await uploadFile(client, file, { name: `${'x'.repeat(300)}.pdf` })
  expect(seen[0]?.url).toMatch(/=x{200}\.pdf$/)
})

test('links are whole addresses', async () => {
  const { client, seen } = await aServer(
    [200, { url: '/files/a', thumbnailUrl: '/files/b', expiresAt: 'soon' }],
    [204, {}],
  )
  const links = await fileLinks(client, 'f1')
  expect([links.url, links.thumbnailUrl].map((link) => link?.replace(/^http:\/\/[\d.:]+/, ''))).toEqual([
    '/files/a',
    '/files/b',
  ])
  expect(links.url).toMatch(/^http:/)
  await takeBackFile(client, 'f1')
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/files/f1/links', 'DELETE /api/files/f1'])
})

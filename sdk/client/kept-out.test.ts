import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { isKeptOut } from './kept-out.ts'

const servers: Server[] = []
afterEach(() => {
  vi.unstubAllGlobals()
  for (const server of servers.splice(0)) server.closeAllConnections()
})

/** A server that answers what `answers` says, and breaks off where a browser would keep the answer from the page. */
async function aServer(answers: (path: string) => boolean): Promise<string> {
  const server = createServer((request, response) => {
    if (answers(request.url ?? '')) response.end('{}')
    else request.socket.destroy()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const onPage = (origin: string, onLine = true) => {
  vi.stubGlobal('location', new URL(origin))
  vi.stubGlobal('navigator', { onLine })
}
const life = new AbortController().signal

test('a server that runs and keeps its answers from this page is told from one that does not answer', async () => {
  onPage('https://elsewhere.example')
  expect(await isKeptOut(await aServer((path) => path === '/healthz'), life)).toBe(true)
  expect(await isKeptOut(await aServer(() => false), life)).toBe(false)
  expect(await isKeptOut(await aServer(() => true), life)).toBe(false)
})

test('one that has just come back keeps nobody out', async () => {
  onPage('https://elsewhere.example')
  let asked = 0
  const url = await aServer((path) => path === '/healthz' || ++asked > 1)
  expect(await isKeptOut(url, life)).toBe(false)
})

test('nobody is kept out where there is no network, no page, or no other origin', async () => {
  const url = await aServer((path) => path === '/healthz')
  expect(await isKeptOut(url, life)).toBe(false)
  onPage('https://elsewhere.example', false)
  expect(await isKeptOut(url, life)).toBe(false)
  onPage(url)
  expect(await isKeptOut(url, life)).toBe(false)
})

import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { createAgentClient } from './create-agent-client.ts'
import type { Failure } from './failure.ts'
import { type Credential, openHttp } from './http.ts'
import { type Peer, startPeer } from './testing/peer.ts'
import { aMap } from './testing/storage.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const shop = { headers: { 'X-Shop-Key': 'pk_perle' } }
const ada = { Authorization: 'Bearer ada' }

async function aPeer(): Promise<Peer> {
  const peer = await startPeer({ sockets: false })
  ends.push(peer.stop)
  return peer
}

async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const openSend = (url: string, credential: Credential = async () => 'ada') =>
  openHttp({ url, credentials: 'omit', credential, life: new AbortController().signal })
const failureOf = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => expect.fail('It did not fail.'),
    (error) => error,
  )

test('path and query are filled in, and what is undefined is left out', async () => {
  const peer = await aPeer()
  const { id } = peer.tickets.create('mira', { subject: 'Parcel' })
  const send = openSend(peer.url)
  await send('GET /api/tickets/:id/messages', { id, query: { after: 3 } }, { headers: ada })
  expect(peer.asked.at(-1)).toMatchObject({ route: 'GET /api/tickets/:id/messages', query: '?after=3' })
})

test('a write that the server could not do is repeated with the same key', async () => {
  const peer = await aPeer()
  peer.fail('POST /api/tickets', 'unavailable', 'internal')
  await openSend(peer.url)('POST /api/tickets', { body: { subject: 'Parcel', channel: 'chat' } }, { headers: ada })
  const keys = peer.asked.map(({ headers }) => headers['idempotency-key'])
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
})

test('a write whose answer was lost is done once', async () => {
  const peer = await aPeer()
  peer.fail('POST /api/tickets', 'lost')
  await openSend(peer.url)('POST /api/tickets', { body: { subject: 'Parcel', channel: 'chat' } }, { headers: ada })
  expect(peer.count('POST /api/tickets')).toBe(2)
  expect(peer.tickets.chats).toHaveLength(1)
})

test('every write has a key, with a body or without one, and no read has', async () => {
  const methods: Record<string, string | undefined> = {}
  const url = await aServer(({ method = '', headers }, response) => {
    methods[method] = String(headers['idempotency-key'] ?? 'none')
    response.end()
  })
  const send = openSend(url)
  const key = { idempotencyKey: 'mira-1' }
  await send('GET /api/me', {}, key)
  await send('POST /api/tickets/:id/snooze', { id: '1', body: { until: '2026-11-23T08:00:00.000Z' } }, key)
  await send('DELETE /api/tickets/:id/merge', { id: '1' }, key)
  expect(methods).toEqual({ GET: 'none', POST: 'mira-1', DELETE: 'mira-1' })
})

test('what is gone by the second try was taken away by the first', async () => {
  const peer = await aPeer()
  const desk = createAgentClient({ url: peer.url, token: 'ada', storage: aMap() })
  ends.push(desk.close)
  peer.fail('DELETE /api/tickets/:id', 'unavailable', 'not_found')
  peer.fail('DELETE /api/departments/:id', 'unavailable', 'not_found')
  const { id } = peer.tickets.create('mira', { subject: 'Parcel' })
  await desk.tickets.delete(id)
  await desk.departments.retire(id)
})

test('what was not there at the first try is not found', async () => {
  const peer = await aPeer()
  const desk = createAgentClient({ url: peer.url, token: 'ada', storage: aMap() })
  ends.push(desk.close)
  const { id } = peer.tickets.create('mira', { subject: 'Parcel' })
  peer.fail('DELETE /api/tickets/:id', 'not_found')
  expect(await failureOf(desk.tickets.delete(id))).toMatchObject({ code: 'not_found' })
  peer.fail('DELETE /api/tickets/:id/merge', 'unavailable', 'not_found')
  expect(await failureOf(desk.tickets.unmerge(id))).toMatchObject({ code: 'not_found' })
})

test('after four tries the failure is told', async () => {
  const peer = await aPeer()
  peer.fail('POST /api/visitors', 'unavailable', 'unavailable', 'unavailable', 'unavailable')
  const failure = await failureOf(openSend(peer.url)('POST /api/visitors', { body: {} }, shop))
  expect(failure).toMatchObject({ code: 'unavailable', retry: true })
  expect(peer.count('POST /api/visitors')).toBe(4)
})

test('a refusal is not repeated, and its words arrive', async () => {
  const peer = await aPeer()
  peer.fail('POST /api/visitors', 'invalid')
  const failure = await failureOf(openSend(peer.url)('POST /api/visitors', { body: {} }, shop))
  expect(failure).toMatchObject({ name: 'Failure', code: 'invalid', retry: false })
  expect(failure.message).toContain('The peer says invalid.')
  expect(peer.count('POST /api/visitors')).toBe(1)
})

test('a wait that is too long for a call is left to the caller', async () => {
  const peer = await aPeer()
  peer.settings.retryAfter = 61
  peer.fail('POST /api/visitors', 'rate_limited')
  const failure = await failureOf(openSend(peer.url)('POST /api/visitors', { body: {} }, shop))
  expect(failure).toMatchObject({ code: 'rate_limited', retryAfter: 61 })
})

test('without a server it is the network that fails', async () => {
  const peer = await aPeer()
  await peer.stop()
  const failure = await failureOf(openSend(peer.url)('GET /api/widget', {}, { tries: 1 }))
  expect(failure).toMatchObject({ code: 'network', retry: true })
})

test('a page of somebody in between counts as no answer', async () => {
  const url = await aServer((_, response) => response.end('<h1>Welcome to the hotel</h1>'))
  expect(await failureOf(openSend(url)('GET /api/widget', {}, { tries: 1 }))).toMatchObject({ code: 'network' })
})

test.each([
  [502, 'unavailable'],
  [429, 'rate_limited'],
  [413, 'too_large'],
  [400, 'malformed'],
])('where a proxy answers %i in its own words, the status must do', async (status, code) => {
  const url = await aServer((_, response) => response.writeHead(status, { 'Retry-After': '7' }).end('<html>'))
  expect(await failureOf(openSend(url)('GET /api/widget', {}, { tries: 1 }))).toMatchObject({ code, retryAfter: 7 })
})

test('the caller may abort, before and while it waits', async () => {
  const url = await aServer(() => {})
  const stop = new AbortController()
  const call = failureOf(openSend(url)('GET /api/widget', {}, { signal: stop.signal }))
  stop.abort()
  expect(await call).toMatchObject({ code: 'aborted', retry: false })
  expect(await failureOf(openSend(url)('GET /api/widget', {}, { signal: stop.signal }))).toMatchObject({
    code: 'aborted',
  })
})

test('a token that is refused is replaced once, not for ever', async () => {
  const peer = await aPeer()
  const given: (string | undefined)[] = []
  const call = openSend(peer.url, async (refused) => {
    given.push(refused)
    return refused ? 'ada' : 'old'
  })
  await call('POST /api/tickets', { body: { subject: 'Parcel', channel: 'chat' } })
  expect(given).toEqual([undefined, 'old'])
  expect(new Set(peer.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)

  const never = openSend(peer.url, async () => 'old')
  expect(await failureOf(never('GET /api/me', {}))).toMatchObject({ code: 'unauthorized' })
  expect(peer.count('GET /api/me')).toBe(2)
})

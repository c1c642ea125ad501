// @vitest-environment happy-dom
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket as ServerSocket } from 'socket.io'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type Engine, openEngine } from './engine.ts'
import { ACK, CONNECT, decode, EVENT, encode } from './parser.ts'

let io: Server
let uri: string
let engines: Engine[]

beforeEach(async () => {
  engines = []
  // The browser's own is not in Node: this one talks to the server in the same way.
  vi.stubGlobal('WebSocket', WebSocket)
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  io = new Server(http, { pingInterval: 50, pingTimeout: 2_000 })
  // It listens on an address of the network.
  const { port } = http.address() as AddressInfo
  uri = `http://127.0.0.1:${port}`
})
afterEach(() => {
  for (const engine of engines) engine.close('over')
  io.close()
})

function open() {
  const heard: string[] = []
  const [opened, closed] = [vi.fn(), vi.fn()]
  const engine = openEngine(uri, '/socket.io', { opened, closed, heard: (packet) => heard.push(packet) })
  engines.push(engine)
  const next = () => vi.waitFor(() => decode(heard.shift() ?? 'nothing yet') ?? Promise.reject(heard))
  return { engine, opened, closed, next, isOpen: () => vi.waitFor(() => expect(opened).toHaveBeenCalledOnce()) }
}

test('it connects to a Socket.IO server, asks and is answered', async () => {
  io.on('connection', (peer: ServerSocket) => peer.on('ask', (text: string, answer) => answer(`${text}, Mira`)))
  const { engine, isOpen, next } = open()
  await isOpen()
  engine.write(encode({ type: CONNECT }))
  expect(await next()).toMatchObject({ type: CONNECT })
  engine.write(encode({ type: EVENT, id: 7, data: ['ask', 'Hello'] }))
  expect(await next()).toEqual({ type: ACK, id: 7, data: ['Hello, Mira'] })
})

test('it answers pings, so that the server keeps it', async () => {
  const pongs = vi.fn()
  io.engine.on('connection', (raw) => raw.on('heartbeat', pongs))
  const { closed } = open()
  await vi.waitFor(() => expect(pongs.mock.calls.length).toBeGreaterThan(2))
  expect(closed).not.toHaveBeenCalled()
  expect(io.engine.clientsCount).toBe(1)
})

test('it says that it is lost when the server goes, and when the browser is offline', async () => {
  const first = open()
  await first.isOpen()
  window.dispatchEvent(new Event('offline'))
  expect(first.closed.mock.calls).toEqual([['ping timeout']])
  const second = open()
  await second.isOpen()
  io.close()
  await vi.waitFor(() => expect(second.closed.mock.calls).toEqual([['transport close']]))
  expect(first.closed).toHaveBeenCalledOnce()
})

test('where nobody answers, it is closed without having been open', async () => {
  uri = 'http://127.0.0.1:1'
  const { opened, closed } = open()
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
  expect(opened).not.toHaveBeenCalled()
})

test('a machine that has slept notices that the connection is over', async () => {
  const { engine, isOpen, closed } = open()
  await isOpen()
  expect(engine.expired()).toBe(false)
  vi.setSystemTime(Date.now() + 60_000)
  expect(engine.expired()).toBe(true)
  vi.useRealTimers()
  await vi.waitFor(() => expect(closed).toHaveBeenCalledWith('ping timeout'))
})

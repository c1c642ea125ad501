// @vitest-environment happy-dom
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket as ServerSocket } from 'socket.io'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { Socket } from './engine.ts'
import { Decoder, Encoder, type Packet, PacketType } from './parser.ts'

let io: Server
let uri: string

beforeEach(async () => {
  // The browser's own is not in Node: this one talks to the server in the same way.
  vi.stubGlobal('WebSocket', WebSocket)
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  io = new Server(http, { pingInterval: 50, pingTimeout: 2_000 })
  // It listens on an address of the network.
  const { port } = http.address() as AddressInfo
  uri = `http://127.0.0.1:${port}`
})
afterEach(() => io.close())

const open = () => new Socket(uri, { path: '/socket.io' })
const heard = (socket: Socket, event: 'open' | 'data' | 'ping' | 'error' | 'close') =>
  new Promise<unknown>((resolve) => socket.on(event, (news?: unknown) => resolve(news)))

/** The next packet, decoded. */
const packet = async (socket: Socket) => {
  const decoder = new Decoder()
  const decoded = new Promise<Packet>((resolve) => decoder.on('decoded', resolve))
  decoder.add(`${await heard(socket, 'data')}`)
  return decoded
}
const write = (socket: Socket, its: Packet) => new Encoder().encode(its).forEach((text) => socket.write(text))

test('it connects to a Socket.IO server, asks and is answered', async () => {
  io.on('connection', (peer: ServerSocket) => peer.on('ask', (text: string, answer) => answer(`${text}, Mira`)))
  const socket = open()
  await heard(socket, 'open')
  write(socket, { type: PacketType.CONNECT, nsp: '/' })
  expect(await packet(socket)).toMatchObject({ type: PacketType.CONNECT })
  write(socket, { type: PacketType.EVENT, nsp: '/', id: 7, data: ['ask', 'Hello'] })
  expect(await packet(socket)).toEqual({ type: PacketType.ACK, nsp: '/', id: 7, data: ['Hello, Mira'] })
  socket.close()
})

test('it answers pings, so that the server keeps it', async () => {
  const socket = open()
  const lost = vi.fn()
  socket.on('close', lost)
  for (let pings = 0; pings < 3; pings++) await heard(socket, 'ping')
  expect(lost).not.toHaveBeenCalled()
  expect(io.engine.clientsCount).toBe(1)
  socket.close()
})

test('it says that it is lost when the server goes, and when the browser is offline', async () => {
  const [first, second] = [open(), open()]
  await Promise.all([heard(first, 'open'), heard(second, 'open')])
  const closed = heard(second, 'close')
  window.dispatchEvent(new Event('offline'))
  expect(await closed).toBe('ping timeout')
  const third = open()
  await heard(third, 'open')
  const gone = heard(third, 'close')
  io.close()
  expect(await gone).toBe('transport close')
})

test('where nobody answers, it is an error and no more', async () => {
  uri = 'http://127.0.0.1:1'
  expect(await heard(open(), 'error')).toBeInstanceOf(Error)
})

test('a machine that has slept notices that the connection is over', async () => {
  const socket = open()
  await heard(socket, 'open')
  expect(socket._hasPingExpired()).toBe(false)
  const closed = heard(socket, 'close')
  vi.setSystemTime(Date.now() + 60_000)
  expect(socket._hasPingExpired()).toBe(true)
  vi.useRealTimers()
  expect(await closed).toBe('ping timeout')
})

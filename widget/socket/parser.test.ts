import { Decoder, Encoder } from 'socket.io-parser'
import { expect, test } from 'vitest'
import { ACK, CONNECT, CONNECT_ERROR, DISCONNECT, decode, EVENT, encode, type Packet } from './parser.ts'

const PACKETS: Packet[] = [
  { type: CONNECT, data: { token: 'x' } },
  { type: CONNECT, data: { sid: 'y' } },
  { type: DISCONNECT },
  { type: EVENT, data: ['new_message', { message: 'Hello, "Mira" – 12[3\n{}] 🙏' }] },
  { type: EVENT, id: 0, data: ['send_message', { seq: 1 }] },
  { type: ACK, id: 123, data: [{ ok: true }] },
  { type: CONNECT_ERROR, data: { message: 'unauthorized', data: { code: 'unauthorized' } } },
]

function readByLibrary(text: string): unknown {
  const decoder = new Decoder()
  let read: unknown
  decoder.on('decoded', (packet: unknown) => {
    read = packet
  })
  decoder.add(text)
  return read
}

test.each(PACKETS)('what is written is what the library writes, and both read it alike: %j', (packet) => {
  const text = encode(packet)
  const { id, ...rest } = packet
  expect(new Encoder().encode({ ...rest, nsp: '/', ...(id !== undefined && { id }) })).toEqual([text])
  expect(decode(text)).toEqual(packet)
  expect(readByLibrary(text)).toEqual({ ...packet, nsp: '/' })
})

test('what is no packet is refused', () => {
  for (const text of ['', '9', 'hello', '51-["binary"]', '2{"cut']) expect(decode(text), text).toBeNull()
})

import { Decoder as LibraryDecoder, Encoder as LibraryEncoder } from 'socket.io-parser'
import { expect, test } from 'vitest'
import { Decoder, Encoder, type Packet, PacketType } from './parser.ts'

const { CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR } = PacketType
const PACKETS: Packet[] = [
  { type: CONNECT, nsp: '/', data: { token: 'x' } },
  { type: CONNECT, nsp: '/shop', data: { sid: 'y' } },
  { type: DISCONNECT, nsp: '/' },
  { type: EVENT, nsp: '/', data: ['new_message', { message: 'Hello, "Mira" – 12[3\n{}] 🙏' }] },
  { type: EVENT, nsp: '/shop', id: 0, data: ['send_message', { seq: 1 }] },
  { type: ACK, nsp: '/', id: 123, data: [{ ok: true }] },
  { type: CONNECT_ERROR, nsp: '/', data: { message: 'unauthorized', data: { code: 'unauthorized' } } },
]

function read(decoder: Decoder | LibraryDecoder, text: string): unknown {
  let read: unknown
  decoder.on('decoded', (packet: unknown) => {
    read = packet
  })
  decoder.add(text)
  return read
}

test.each(PACKETS)('what is written is what the library writes, and both read it alike: %j', (packet) => {
  const [text = ''] = new Encoder().encode(packet)
  expect(new LibraryEncoder().encode(packet)).toEqual([text])
  expect(read(new Decoder(), text)).toEqual(packet)
  expect(read(new LibraryDecoder(), text)).toEqual(packet)
})

test('what is no packet is refused', () => {
  for (const text of ['', '9', 'hello', '51-["binary"]', '2{"cut']) {
    expect(() => new Decoder().add(text), text).toThrow()
  }
})

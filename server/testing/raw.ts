import { once } from 'node:events'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestHouse } from './house.ts'

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface RawRequest {
  method?: string
  /** A list sends a header as often as it has members. */
  headers?: OutgoingHttpHeaders
  /** In pieces, it is sent chunked. */
  body?: string | Buffer | Buffer[]
}

/** A request with every header and byte as the tester wants it: `fetch` would not send many of them. */
export async function ask(house: Pick<TestHouse, 'url'>, path: string, asked: RawRequest = {}): Promise<RawAnswer> {
  const { method = 'GET', headers = {}, body } = asked
  const sent = request(house.url + path, { method, headers, agent: false })
  const answered = once(sent, 'response')
  // The server may have said no and hung up before all was written: its answer counts.
  sent.on('error', () => {})
  if (Array.isArray(body)) for (const piece of body) sent.write(piece)
  sent.end(Array.isArray(body) ? undefined : body)
  const [response] = await answered
  return { status: response.statusCode, headers: response.headers, text: await text(response) }
}

/** Bytes as they are, on a connection of their own. Answers all that came until the server hung up; `first`: the sender does. */
export async function sendBytes(house: Pick<TestHouse, 'url'>, bytes: string, { first = false } = {}): Promise<string> {
  const { hostname, port } = new URL(house.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(bytes)
  if (first) socket.end()
  return text(socket)
}

import { connect, type Socket } from 'node:net'
import { WebSocket } from 'ws'

/*
 * What the generator speaks with: frames and requests as they are, read no further than the ledger needs. The same
 * thrift on all sides, so that two processors measure the servers and not the one who asks.
 */

/** A Socket.IO connection over its WebSocket. */
export class Line {
  readonly #ws: WebSocket
  readonly #acks = new Map<number, (text: string) => void>()
  #last = 0
  /** Hears every event, as its text: `["new_message",{…}]`. */
  heard: (text: string) => void = () => {}
  /** Hears the end, once. */
  ended: () => void = () => {}

  private constructor(ws: WebSocket) {
    this.#ws = ws
  }

  /** Resolves when the server has let us in. */
  static open(port: number, auth: object): Promise<Line> {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    })
    const line = new Line(ws)
    return new Promise((resolve, reject) => {
      ws.on('error', reject)
      ws.on('close', () => {
        reject(new Error('it hung up'))
        line.ended()
      })
      ws.on('message', (data) => line.#read(String(data), auth, () => resolve(line), reject))
    })
  }

  #read(text: string, auth: object, admitted: () => void, refused: (error: Error) => void): void {
    if (text.startsWith('42')) return this.heard(text)
    if (text.startsWith('43')) {
      const begin = text.indexOf('[')
      const id = Number(text.slice(2, begin))
      const answer = this.#acks.get(id)
      this.#acks.delete(id)
      answer?.(text.slice(begin))
    } else if (text === '2') this.#ws.send('3')
    else if (text.startsWith('0')) this.#ws.send(`40${JSON.stringify(auth)}`)
    else if (text.startsWith('40')) admitted()
    else if (text.startsWith('44')) refused(new Error(text))
  }

  /** Calls back with the acknowledgement as its text. */
  emit(event: string, input: object, answer: (text: string) => void): void {
    this.#last += 1
    this.#acks.set(this.#last, answer)
    this.#ws.send(`42${this.#last}["${event}",${JSON.stringify(input)}]`)
  }

  ask(event: string, input: object): Promise<string> {
    return new Promise((resolve) => this.emit(event, input, resolve))
  }

  close(): void {
    this.ended = () => {}
    this.#ws.terminate()
  }
}

/** A bare WebSocket that echoes. */
export function openEcho(port: number): Promise<(text: string, heard: () => void) => void> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false })
  let hear = () => {}
  ws.on('message', (data) => {
    // Made a string, as a message is on the other ways.
    String(data)
    hear()
  })
  return new Promise((resolve, reject) => {
    ws.on('error', reject)
    ws.on('open', () =>
      resolve((text, heard) => {
        hear = heard
        ws.send(text)
      }),
    )
  })
}

/** An HTTP connection that is kept: one request after the other, each answer read to its end. */
export function openHttpLine(port: number): Promise<(path: string, body: string, answered: () => void) => void> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true).setEncoding('latin1')
  let text = ''
  let hear = () => {}
  socket.on('data', (chunk: string) => {
    text += chunk
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = /content-length: (\d+)/i.exec(text)?.[1]
    const whole = length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length)
    if (!whole) return
    if (!text.startsWith('HTTP/1.1 201')) throw new Error(text)
    text = ''
    hear()
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('connect', () =>
      resolve((path, body, answered) => {
        hear = answered
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
      }),
    )
  })
}

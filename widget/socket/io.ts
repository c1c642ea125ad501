import { type Engine, openEngine } from './engine.ts'
import { ACK, CONNECT, CONNECT_ERROR, DISCONNECT, decode, EVENT, encode, type Packet } from './parser.ts'

/** What `sdk/client/transport.ts` asks for; the other ways of the library are not here to be asked. */
export interface Options {
  path: string
  auth(give: (auth: object) => void): void
  /** All in milliseconds, the factor of the delay apart. */
  timeout: number
  reconnectionDelayMax: number
  randomizationFactor: number
}

// Each event has its own arguments, and is believed to be what the contract says.
type Listener = (...news: any[]) => void

export interface Socket {
  /** Given by the server, while it is connected. */
  readonly id: string | undefined
  /** Connected, or about to be by itself. */
  readonly active: boolean
  connect(): Socket
  disconnect(): Socket
  on(event: string, listener: Listener): Socket
  /** Of all listeners. */
  off(): Socket
  hasListeners(event: string): boolean
  emit(event: string, ...args: unknown[]): Socket
  timeout(ms: number): { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> }
}

const FIRST_DELAY = 1_000

/**
 * Socket.IO's client for the panel, of the size of a widget: one socket in the main namespace that connects again by
 * itself. It says and does what `socket.io-client` does where `sdk/client` looks; the tests run the SDK on both.
 */
export function io(uri: string, { path, auth, timeout, reconnectionDelayMax, randomizationFactor }: Options): Socket {
  const listeners = new Map<string, Listener[]>()
  /** What is to be done with the answers; without one, they failed. */
  const answers = new Map<number, (answer?: unknown[]) => void>()
  let waiting: Packet[] = []
  let asked = 0
  let tried = 0
  let id: string | undefined
  let active = false
  let engine: Engine | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = (event: string, ...news: unknown[]) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(...news)
  }
  const write = (packet: Packet) => {
    if (id && engine && !engine.expired()) engine.write(encode(packet))
    else waiting.push(packet)
  }
  /** Nothing comes of it any more. */
  const letGo = () => {
    const former = engine
    engine = id = undefined
    clearTimeout(timer)
    former?.close('')
    for (const fail of [...answers.values()]) fail()
  }
  const end = (reason: string) => {
    const wasConnected = id
    active = false
    tried = 0
    letGo()
    if (wasConnected) tell('disconnect', reason)
  }
  const lost = (reason: string) => {
    const wasConnected = id
    letGo()
    const chance = 1 + randomizationFactor * (2 * Math.random() - 1)
    timer = setTimeout(open, Math.min(FIRST_DELAY * 2 ** tried++ * chance, reconnectionDelayMax))
    if (wasConnected) tell('disconnect', reason)
    else tell('connect_error', new Error(reason))
  }
  const take = ({ type, id: answered = 0, data }: Packet) => {
    // What the server says in each of its packets is of the protocol.
    const said = data as { sid: string; message: string; data: unknown }
    if (type === EVENT) tell(...(data as [string, ...unknown[]]))
    else if (type === ACK) answers.get(answered)?.(data as unknown[])
    else if (type === DISCONNECT) end('io server disconnect')
    else if (type === CONNECT_ERROR) {
      end('')
      tell('connect_error', Object.assign(new Error(said.message), { data: said.data }))
    } else {
      id = said.sid
      tried = 0
      for (const packet of waiting.splice(0)) write(packet)
      tell('connect')
    }
  }
  const open = () => {
    const mine = openEngine(uri, path, {
      opened() {
        clearTimeout(timer)
        auth((data) => mine === engine && mine.write(encode({ type: CONNECT, data })))
      },
      heard(text) {
        const packet = decode(text)
        if (packet) take(packet)
        else mine.close('parse error')
      },
      closed: (reason) => mine === engine && lost(reason),
    })
    engine = mine
    timer = setTimeout(mine.close, timeout, 'timeout')
  }
  const socket: Socket = {
    get id() {
      return id
    },
    get active() {
      return active
    },
    connect() {
      if (!active) {
        active = true
        open()
      }
      return socket
    },
    disconnect() {
      if (id) engine?.write(encode({ type: DISCONNECT }))
      end('io client disconnect')
      return socket
    },
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
      return socket
    },
    off() {
      listeners.clear()
      return socket
    },
    hasListeners: (event) => listeners.has(event),
    emit(...data) {
      write({ type: EVENT, data })
      return socket
    },
    timeout: (ms) => ({
      emitWithAck: (...data) =>
        new Promise((resolve, reject) => {
          const mine = asked++
          const settle = (answer?: unknown[]) => {
            clearTimeout(patience)
            answers.delete(mine)
            waiting = waiting.filter((packet) => packet.id !== mine)
            if (answer) resolve(answer[0])
            else reject(new Error('No answer.'))
          }
          const patience = setTimeout(settle, ms)
          answers.set(mine, settle)
          write({ type: EVENT, id: mine, data })
        }),
    }),
  }
  return socket.connect()
}

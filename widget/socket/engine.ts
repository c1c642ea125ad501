import { Emitter } from '@socket.io/component-emitter'

/**
 * Engine.IO 4 over WebSocket and text, for `socket.io-client`'s manager: what it asks of `engine.io-client`, without
 * long-polling, upgrades, binary packets and Node, which are a third of the panel.
 */
const OPEN = '0'
const CLOSE = '1'
const PING = '2'
const PONG = '3'
const MESSAGE = '4'

interface Events {
  open(): void
  data(text: string): void
  ping(): void
  error(error: Error): void
  close(reason: string): void
}

/** @see https://socket.io/docs/v4/engine-io-protocol/ */
export class Socket extends Emitter<Events, Events, Events> {
  readonly transport: { readonly writable: boolean }
  private readonly ws: WebSocket
  private state: 'opening' | 'open' | 'closed' = 'opening'
  private patience = 0
  private expires = Number.POSITIVE_INFINITY
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `uri` is the server's origin, `http:` or `https:`. */
  constructor(uri: string, { path }: { path: string }) {
    super()
    const ws = new WebSocket(`${uri.replace(/^http/, 'ws')}${path}/?EIO=4&transport=websocket`)
    ws.onmessage = ({ data }: MessageEvent<string>) => this.take(data)
    ws.onclose = ws.onerror = () => this.end('transport close')
    this.transport = {
      get writable() {
        return ws.readyState === ws.OPEN
      },
    }
    this.ws = ws
    addEventListener('offline', this.lost)
  }

  write(packet: string): void {
    this.send(MESSAGE + packet)
  }

  close(): void {
    this.end('forced close')
  }

  /** A machine that has slept notices here that its timer is late. The name is the manager's. */
  _hasPingExpired(): boolean {
    const expired = Date.now() > this.expires
    if (expired) queueMicrotask(this.lost)
    return expired
  }

  private readonly lost = (): void => this.end('ping timeout')

  private take(data: string): void {
    const [type, rest] = [data[0], data.slice(1)]
    if (type === OPEN) this.begin(JSON.parse(rest))
    else if (type === MESSAGE) this.emitReserved('data', rest)
    else if (type === CLOSE) this.end('transport close')
    else if (type === PING) {
      this.send(PONG)
      this.wait()
      this.emitReserved('ping')
    }
  }

  private begin(handshake: { pingInterval: number; pingTimeout: number }): void {
    this.patience = handshake.pingInterval + handshake.pingTimeout
    this.state = 'open'
    this.wait()
    this.emitReserved('open')
  }

  private wait(): void {
    clearTimeout(this.timer)
    this.expires = Date.now() + this.patience
    this.timer = setTimeout(this.lost, this.patience)
  }

  private send(packet: string): void {
    if (this.transport.writable) this.ws.send(packet)
  }

  private end(reason: string): void {
    const { state, ws } = this
    if (state === 'closed') return
    this.state = 'closed'
    clearTimeout(this.timer)
    removeEventListener('offline', this.lost)
    ws.onmessage = null
    ws.close()
    if (state === 'opening') this.emitReserved('error', new Error(reason))
    this.emitReserved('close', reason)
  }
}

/** What else the manager imports. */
export function installTimerFunctions(target: {
  setTimeoutFn: typeof setTimeout
  clearTimeoutFn: typeof clearTimeout
}): void {
  target.setTimeoutFn = setTimeout.bind(globalThis)
  target.clearTimeoutFn = clearTimeout.bind(globalThis)
}

export const nextTick = queueMicrotask

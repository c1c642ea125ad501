/**
 * Engine.IO 4 over WebSocket and text: what `engine.io-client` does, without long-polling, upgrades, binary packets and Node.
 *
 * @see https://socket.io/docs/v4/engine-io-protocol/
 */
const OPEN = '0'
const CLOSE = '1'
const PING = '2'
const PONG = '3'
const MESSAGE = '4'

export interface Engine {
  write(packet: string): void
  /** Ends it as if it had been lost: `closed` is called with the reason. */
  close(reason: string): void
  /** A machine that has slept notices here that its timer is late: then it ends soon. */
  expired(): boolean
}

export interface Ears {
  opened(): void
  heard(packet: string): void
  /** Once, and nothing after it. */
  closed(reason: string): void
}

/** `uri` is the server's origin, `http:` or `https:`. */
export function openEngine(uri: string, path: string, { opened, heard, closed }: Ears): Engine {
  const ws = new WebSocket(`${uri.replace(/^http/, 'ws')}${path}/?EIO=4&transport=websocket`)
  let patience = 0
  let expires = Number.POSITIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false

  const send = (packet: string) => ws.readyState === ws.OPEN && ws.send(packet)
  const close = (reason: string) => {
    if (ended) return
    ended = true
    clearTimeout(timer)
    removeEventListener('offline', lost)
    ws.onmessage = null
    ws.close()
    closed(reason)
  }
  const lost = () => close('ping timeout')
  const wait = () => {
    clearTimeout(timer)
    expires = Date.now() + patience
    timer = setTimeout(lost, patience)
  }
  const begin = ({ pingInterval, pingTimeout }: { pingInterval: number; pingTimeout: number }) => {
    patience = pingInterval + pingTimeout
    wait()
    opened()
  }
  ws.onmessage = ({ data }: MessageEvent<string>) => {
    const [type, rest] = [data[0], data.slice(1)]
    if (type === OPEN) begin(JSON.parse(rest))
    else if (type === MESSAGE) heard(rest)
    else if (type === CLOSE) close('transport close')
    else if (type === PING) {
      send(PONG)
      wait()
    }
  }
  ws.onclose = ws.onerror = () => close('transport close')
  addEventListener('offline', lost)
  return {
    close,
    write: (packet) => void send(MESSAGE + packet),
    expired() {
      const late = Date.now() > expires
      if (late) queueMicrotask(lost)
      return late
    },
  }
}

import type { FailureCode } from '../contract/index.ts'
import type { Bus } from './bus.ts'
import { Failure } from './failure.ts'
import type { Credential } from './http.ts'
import { backOff, pause } from './patience.ts'
import { openSocket, type Socket } from './transport.ts'
import type { ConnectionState } from './types.ts'

export interface Live {
  state(): ConnectionState
  /** The socket, while it is online: whoever asks for it has another way when it is not. */
  online(): Socket | undefined
  connect(): void
  /** Lets go of the socket. `connect` begins anew, perhaps with another credential. */
  disconnect(): void
}

/** The server's events that this client hears, each with the function that tells of it. */
export type Hear = (socket: Socket) => void

/** Failures further apart than this have nothing to do with each other. */
const MEMORY = 60_000

export function openLive(url: string, credential: Credential, hear: Hear, bus: Bus, life: AbortSignal): Live {
  let state: ConnectionState = 'idle'
  let socket: Socket | undefined
  const set = (next: ConnectionState) => {
    if (next === state) return
    state = next
    bus.tell('state', state)
  }
  const begin = () => {
    const mine = open(url, credential, (next) => mine === socket && set(next), life)
    hear(mine)
    socket = mine
  }
  const end = () => {
    socket?.off().disconnect()
    socket = undefined
    set('idle')
  }
  bus.on('wake', () => {
    // Active while offline: waiting for its next try. A shopper who looks at the page does not want to wait.
    if (state === 'offline' && socket?.active) socket.disconnect().connect()
  })
  life.addEventListener('abort', end)
  return {
    state: () => state,
    online: () => (state === 'online' ? socket : undefined),
    disconnect: end,
    connect() {
      if (life.aborted || (state !== 'idle' && state !== 'refused')) return
      end()
      set('connecting')
      begin()
    },
  }
}

function open(url: string, credential: Credential, set: (state: ConnectionState) => void, life: AbortSignal): Socket {
  let used = ''
  let refused: string | undefined
  let failures = 0
  let failedAt = 0

  const socket = openSocket(url, (give) => {
    credential(refused).then((token) => {
      used = token
      give(token ? { token } : {})
    }, fell)
  })
  const again = () => {
    if (!life.aborted && !socket.active && socket.hasListeners('connect')) socket.connect()
  }
  /** For what socket.io does not try again by itself. */
  async function fell(failure: Failure): Promise<void> {
    socket.disconnect()
    set(failure.retry ? 'offline' : 'refused')
    if (!failure.retry) return
    failures = Date.now() - failedAt > MEMORY ? 0 : failures + 1
    failedAt = Date.now()
    await pause(backOff(failures, failure.retryAfter), life)
    again()
  }
  return socket
    .on('connect', () => {
      refused = undefined
      set('online')
    })
    .on('connect_error', (error: Error & { data?: { code: FailureCode; detail: string; retryAfter?: number } }) => {
      if (!error.data) return set('offline')
      const { code, detail } = error.data
      if (code !== 'unauthorized' || refused !== undefined) return fell(new Failure(code, detail, error.data))
      refused = used
      again()
    })
    .on('session_ended', () => {
      refused = used
    })
    .on('disconnect', (reason) => {
      if (reason === 'io server disconnect') fell(new Failure('unavailable', reason))
      else if (reason !== 'io client disconnect') set('offline')
    })
}

import type { HandshakeAuth, Message, Refusal, TicketMarks } from '../contract/index.ts'
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

/** Failures further apart than this have nothing to do with each other. */
const MEMORY = 60_000

export interface LiveWays {
  url: string
  credential: Credential
  bus: Bus
  life: AbortSignal
  /** What the handshake says beside the token. */
  auth?: Partial<HandshakeAuth> | undefined
  /** What else it is told: an agent hears more than a shopper. */
  hear?: Hear | undefined
}

export type Hear = (socket: Socket, bus: Bus) => void

export function openLive(ways: LiveWays): Live {
  const { bus, life } = ways
  let state: ConnectionState = 'idle'
  let socket: Socket | undefined
  const set = (next: ConnectionState) => {
    if (next === state) return
    state = next
    bus.tell('state', state)
  }
  const disconnect = () => {
    socket?.off().disconnect()
    socket = undefined
    set('idle')
  }
  bus.on('wake', () => {
    // Active while offline: waiting for its next try. A shopper who looks at the page does not want to wait.
    if (state === 'offline' && socket?.active) socket.disconnect().connect()
  })
  life.addEventListener('abort', disconnect)
  return {
    state: () => state,
    online: () => (state === 'online' ? socket : undefined),
    disconnect,
    connect() {
      if (life.aborted || (state !== 'idle' && state !== 'refused')) return
      disconnect()
      set('connecting')
      socket = open(ways, set)
      for (const [event, name] of HEARD) socket.on(event, (news) => bus.tell(name, news))
      ways.hear?.(socket, bus)
      socket.on('new_message', (message: Message, marks?: TicketMarks) => {
        if (marks) bus.tell('marks', { ...marks, ticketId: message.ticketId })
        bus.tell('message', message)
      })
      socket.on('catch_up', ({ within }) => setTimeout(bus.tell, Math.random() * within, 'catchUp'))
    },
  }
}
const HEARD = [
  ['user_typing', 'typing'],
  ['message_read', 'read'],
  ['message_delivered', 'delivered'],
  ['ticket_deleted', 'gone'],
  ['ticket_changed', 'ticket'],
] as const

function open({ url, credential, auth, life }: LiveWays, set: (state: ConnectionState) => void): Socket {
  let used: string | undefined
  let refused: string | undefined
  let failures = 0
  let failedAt = 0

  /** For what socket.io does not try again by itself. */
  const fell = async ({ retry, retryAfter }: Failure) => {
    // Without its listeners it has been let go.
    if (!socket.hasListeners('connect')) return
    socket.disconnect()
    set(retry ? 'offline' : 'refused')
    if (!retry) return
    failures = Date.now() - failedAt > MEMORY ? 0 : failures + 1
    failedAt = Date.now()
    await pause(backOff(failures, retryAfter), life)
    if (socket.hasListeners('connect') && !socket.active) socket.connect()
  }
  const socket = openSocket(url, (give) => {
    credential(refused).then((token) => {
      used = token
      give({ ...auth, ...(token && { token }) })
    }, fell)
  })
  return socket
    .on('connect', () => {
      refused = undefined
      set('online')
    })
    .on('connect_error', ({ data }: Error & { data?: Refusal }) => {
      if (!data) set('offline')
      else if (data.code !== 'unauthorized' || refused !== undefined) fell(new Failure(data.code, data.detail, data))
      else {
        refused = used
        socket.connect()
      }
    })
    .on('session_ended', () => {
      refused = used
    })
    .on('disconnect', (reason) => {
      if (reason === 'io server disconnect') fell(new Failure('unavailable', reason))
      else if (socket.active) set('offline')
    })
}

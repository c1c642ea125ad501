import { io, type Socket } from 'socket.io-client'
import type { Ack, ClientToServer, HandshakeAuth, Message, Presence, Ticket } from '../contract/index.ts'
import { Failure } from './failure.ts'

/** The only file that knows Socket.IO, so that a build may put a smaller transport under it. */
export type { Socket }
export type Auth = (give: (auth: Partial<HandshakeAuth>) => void) => void

const NO_ANSWER = 10_000

/** Opens a socket of its own that connects again by itself, with jitter. `url` may have a path, behind a proxy that strips it. */
export function openSocket(url: string, auth: Auth): Socket {
  const { origin, pathname } = new URL(url)
  return io(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io`,
    auth,
    transports: ['websocket'],
    forceNew: true,
    timeout: NO_ANSWER,
    randomizationFactor: 0.5,
    reconnectionDelayMax: 5_000,
  })
}

type Input<E extends keyof ClientToServer> = Parameters<ClientToServer[E]>[0]
interface Answers {
  join_ticket: { ticket: Ticket }
  send_message: { message: Message }
  mark_read: unknown
  mark_delivered: unknown
  set_presence: { presence: Presence }
}

/**
 * Sends an event and waits for its acknowledgement, which is believed to be what the contract says.
 *
 * @throws Failure as refused, or `network` after 10 seconds without an answer
 */
export async function ask<E extends keyof Answers>(socket: Socket, event: E, input: Input<E>): Promise<Answers[E]> {
  const answer = await socket
    .timeout(NO_ANSWER)
    .emitWithAck(event, input)
    .catch((cause: unknown) => {
      throw new Failure('network', `No answer came to ${event}.`, { cause })
    })
  const ack: Ack = answer
  if (ack.ok) return answer
  throw new Failure(ack.code, ack.detail, ack)
}

import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import type { Ack, ClientToServer, ServerToClient, VisitPage } from '@comptoir/sdk/contract'
import { type DefaultEventsMap, type Socket as IoSocket, Server, type ServerOptions } from 'socket.io'
import type { z } from 'zod'
import type { Actor } from './actor.ts'
import { Failure, parse } from './failure.ts'
import type { Log } from './log.ts'

export interface SocketData {
  actor: Actor
  /** Where the shopper says they are. */
  page?: VisitPage
}
export type Io = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>
export type Socket = IoSocket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>

export const rooms = {
  customer: (shopId: string, customerId: string) => `${shopId}:customer:${customerId}`,
  session: (shopId: string, sessionId: string) => `${shopId}:session:${sessionId}`,
  agents: (shopId: string) => `${shopId}:agents`,
  /** Agents who look at a ticket: they hear notes too. */
  staff: (shopId: string, ticketId: string) => `${shopId}:ticket:${ticketId}:staff`,
  /** Of such a room: its ticket. */
  ticketOfStaff: (room: string) => /:ticket:(.+):staff$/.exec(room)?.[1],
  /** The ticket's customer, where they look at it. */
  public: (shopId: string, ticketId: string) => `${shopId}:ticket:${ticketId}:public`,
} as const

/** Frames above this are refused by the engine; the largest message with its envelope fits well. */
const LARGEST_FRAME = 128 * 1024

/** What answers carry that do not pass the trunk of `http.ts`: those to polling clients, and to what is no request. */
export const BARE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

interface IoOptions {
  /** Whether pages of this origin may read what a polling client is answered. */
  mayRead: (origin: string) => Promise<boolean>
  adapter: ServerOptions['adapter'] | undefined
  /** When aborted, nobody new is let in: they try again, and come to another node. */
  leaving: AbortSignal
}

/** Not listening yet. */
export function openIo({ mayRead, adapter, leaving }: IoOptions): Io {
  return new Server({
    ...(adapter && { adapter }),
    allowRequest: (request, answer) => {
      // Who has a session by polling goes on with it until it is closed.
      answer(null, !leaving.aborted || request.url?.includes('sid=') === true)
    },
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: LARGEST_FRAME,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    cleanupEmptyChildNamespaces: true,
    // A socket is let in at the handshake, by the shop of its token; this lets a polling client read the answer.
    cors: ({ headers }, answer) => {
      if (!headers.origin || headers.upgrade) return answer(null, { origin: false })
      mayRead(headers.origin).then((known) => answer(null, { origin: known }), answer)
    },
  })
}

/** From now on sockets are heard: last of all, when whoever knocks is asked who they are. */
export function listenTo(io: Io, http: HttpServer): void {
  io.attach(http)
  io.engine.use((_: IncomingMessage, response: ServerResponse, next: () => void) => {
    for (const [name, value] of Object.entries(BARE_HEADERS)) response.setHeader(name, value)
    next()
  })
}

/** One event that clients may send: its schema, and the verb behind it. What the verb answers goes into the acknowledgement. */
export interface EventDoor {
  event: keyof ClientToServer
  schema: z.ZodType
  enter(actor: Actor, input: unknown, socket: Socket): Promise<object>
}

export function door<S extends z.ZodType, E extends keyof ClientToServer>(
  event: E,
  schema: S,
  enter: (actor: Actor, input: z.output<S>, socket: Socket) => Promise<object>,
): EventDoor {
  // The input was parsed by this very schema in `answerEvents`.
  return { event, schema, enter: (actor, input, socket) => enter(actor, input as z.output<S>, socket) }
}

/** So many events of one socket may wait for their turn. */
const MOST_WAITING = 500
const TOO_MANY = new Failure('rate_limited', `Expected at most ${MOST_WAITING} events to wait for their answers.`, {
  retryAfter: 1,
})

/**
 * Lets a socket in to the doors: parsed once, answered always, and an unknown event is told so. One event of a socket
 * goes after the other: who sends two messages without waiting means them in that order.
 */
export function answerEvents(socket: Socket, doors: readonly EventDoor[], log: Log): void {
  const byName = new Map<string, EventDoor>(doors.map((one) => [one.event, one]))
  const enter = async (event: unknown, inputs: unknown[]): Promise<Ack> => {
    try {
      const door = byName.get(String(event))
      if (!door) throw new Failure('unknown_event', `Expected one of ${[...byName.keys()].join(', ')}.`)
      if (inputs.length > 1) throw new Failure('invalid', `Expected one input, got ${inputs.length}.`)
      return { ok: true, ...(await door.enter(socket.data.actor, parse(door.schema, inputs[0]), socket)) }
    } catch (error) {
      return refusal(error, log)
    }
  }
  let before: Promise<unknown> = Promise.resolve()
  let waiting = 0
  socket.onAny((event: unknown, ...args: unknown[]) => {
    const last = args.at(-1)
    const answer = typeof last === 'function' ? (ack: Ack) => last(ack) : () => {}
    const inputs = typeof last === 'function' ? args.slice(0, -1) : args
    if (waiting >= MOST_WAITING) return answer(refusal(TOO_MANY, log))
    waiting += 1
    before = before
      .then(() => enter(event, inputs))
      .then((ack) => {
        waiting -= 1
        answer(ack)
      })
  })
}

function refusal(error: unknown, log: Log): Ack {
  const failure = error instanceof Failure ? error : unexpected(error, log)
  return {
    ok: false,
    code: failure.code,
    detail: failure.message,
    ...(failure.errors.length > 0 && { errors: failure.errors }),
    ...(failure.retryAfter && { retryAfter: failure.retryAfter }),
    ...(failure.since.length > 0 && { since: failure.since }),
  }
}

/** What nobody expected: logged whole, answered without a word of its inside. */
export function unexpected(error: unknown, log: Log): Failure {
  if (isUnavailable(error)) {
    log.warn({ err: error }, 'the database did not answer')
    return new Failure('unavailable', undefined, { retryAfter: 2 })
  }
  log.error({ err: error }, 'unexpected error')
  return new Failure('internal')
}

/** Connection errors of the operating system, and PostgreSQL's classes 08, 53, 57 (connection, resources, intervention). */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|08|53|57)/.test(code) ||
    /^(Connection terminated|timeout exceeded|Client has encountered a connection error)/i.test(error.message)
  )
}

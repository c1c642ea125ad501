import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { type Io, rooms, type Socket, unexpected } from '../platform/live.ts'
import type { Auth } from './auth.ts'
import { type Credentials, foreignOrigin, whoIs } from './credentials.ts'

/** The handshake: who is this? Before the answer no event is heard. The refusal's code and text reach the client in `error.data`. */
export function admit(ctx: Context, auth: Auth) {
  return async (socket: Socket, next: (error?: Error) => void): Promise<void> => {
    try {
      const actor = await whoIs(ctx, auth, credentialsOf(ctx, socket))
      socket.data.actor = actor
      await socket.join(roomsOf(actor))
      next()
    } catch (error) {
      const failure = error instanceof Failure ? error : unexpected(error, ctx.log)
      next(Object.assign(new Error(failure.code), { data: { code: failure.code, detail: failure.message } }))
    }
  }
}

function credentialsOf(ctx: Context, socket: Socket): Credentials {
  const headers = new Headers()
  for (const name of ['cookie', 'origin', 'host'] as const) {
    const value = socket.handshake.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  const { token }: { token?: unknown } = socket.handshake.auth
  if (token !== undefined && typeof token !== 'string')
    throw new Failure('unauthorized', 'Expected auth.token to be a string.')
  const origin = foreignOrigin(headers, ctx.config.publicUrl)
  // A cookie travels with every handshake, whoever's page makes it: it counts only with our own page's origin beside it.
  return { token: token || null, headers, origin, sameOrigin: origin === null && headers.has('origin') }
}

function roomsOf(actor: Actor): string[] {
  if (actor.kind === 'agent') return [rooms.agents(actor.shopId), rooms.session(actor.shopId, actor.credentialId)]
  return [rooms.customer(actor.shopId, actor.customerId), rooms.session(actor.shopId, actor.sessionId)]
}

const SWEEP = 5_000

/** Sends away the sockets whose credential has come to its end. Answers the function that stops it. */
export function watchEnds(io: Io, clock: () => Date): () => void {
  const timer = setInterval(() => {
    const now = clock().getTime()
    for (const socket of io.of('/').sockets.values()) {
      const { endsAt } = socket.data.actor
      if (endsAt === null || endsAt > now) continue
      socket.emit('session_ended', { code: 'unauthorized', detail: 'The token has expired.' })
      socket.disconnect(true)
    }
  }, SWEEP).unref()
  return () => clearInterval(timer)
}

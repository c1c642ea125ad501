import type { Actor, AgentActor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { rooms, type Socket, unexpected } from '../platform/live.ts'
import type { Auth } from './auth.ts'
import { type Credentials, EXPECTED_AGENT, foreignOrigin, whoIs } from './credentials.ts'
import { allow } from './roles.ts'
import * as store from './store.ts'

/** The handshake: who is this? Before the answer no event is heard. The refusal's code and text reach the client in `error.data`. */
export function admit(ctx: Context, auth: Auth) {
  return async (socket: Socket, next: (error?: Error) => void): Promise<void> => {
    try {
      const actor = await whoIs(ctx, auth, credentialsOf(ctx, socket))
      // Whoever is connected hears of tickets.
      allow(actor, 'readTicket')
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
  const { token, agentId }: { token?: unknown; agentId?: unknown } = socket.handshake.auth
  if (token !== undefined && typeof token !== 'string')
    throw new Failure('unauthorized', 'Expected auth.token to be a string.')
  if (agentId !== undefined) headers.set(EXPECTED_AGENT, encodeURIComponent(String(agentId)))
  const origin = foreignOrigin(headers, ctx.config.publicUrl)
  // A cookie travels with every handshake, whoever's page makes it: it counts only with our own page's origin beside it.
  return { token: token || null, headers, origin, sameOrigin: origin === null && headers.has('origin'), by: 'socket' }
}

function roomsOf(actor: Actor): string[] {
  if (actor.kind === 'agent') return [rooms.agents(actor.shopId), rooms.session(actor.shopId, actor.credentialId)]
  return [rooms.customer(actor.shopId, actor.customerId), rooms.session(actor.shopId, actor.sessionId)]
}

const SWEEP = 5_000

/** Sends away the sockets whose credential has ended or was taken back. Answers the function that stops it. */
export function watchEnds(ctx: Context): () => void {
  let sweeping = false
  const timer = setInterval(async () => {
    if (sweeping) return
    sweeping = true
    await sweep(ctx).catch((error) => ctx.log.warn({ err: error }, 'ended credentials could not be looked for'))
    sweeping = false
  }, SWEEP).unref()
  return () => clearInterval(timer)
}

/** For so long, in ms, a session that has ended is looked for: the other node's word may be lost, and clocks differ. */
const LATELY = 120_000

async function sweep(ctx: Context): Promise<void> {
  const now = ctx.clock()
  for (const { shopId, id } of await store.listEndedSessions(ctx.db, new Date(now.getTime() - LATELY)))
    ctx.io.local.in(rooms.session(shopId, id)).disconnectSockets(true)
  const agents: { socket: Socket; actor: AgentActor }[] = []
  for (const socket of ctx.io.of('/').sockets.values()) {
    const { actor } = socket.data
    if (actor.endsAt !== null && actor.endsAt <= now.getTime()) sendAway(socket, 'The token has expired.')
    else if (actor.kind === 'agent') agents.push({ socket, actor })
  }
  if (agents.length === 0) return
  const ids = [...new Set(agents.map(({ actor }) => actor.credentialId))]
  const inForce = new Set((await store.listInForce(ctx.db, ids, now)).map(wordFor))
  for (const { socket, actor } of agents)
    if (!inForce.has(wordFor({ ...actor, id: actor.credentialId }))) sendAway(socket, 'The credential was taken back.')
}

/** A change of role ends a socket too: it comes back as what it now is. */
const wordFor = ({ id, shopId, role }: store.InForce): string => `${id} ${shopId} ${role}`

function sendAway(socket: Socket, detail: string): void {
  socket.emit('session_ended', { code: 'unauthorized', detail })
  socket.disconnect(true)
}

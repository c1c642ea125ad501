import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { hashSecret } from '../platform/seal.ts'
import { noteUse } from '../shops/store.ts'
import type { Auth } from './auth.ts'
import * as store from './store.ts'
import { readVisitor } from './tokens.ts'

/** What a request or a handshake brings to say who it is. */
export interface Credentials {
  /** The bearer token, if there is one. */
  token: string | null
  headers: Headers
  /** Whether the request was made by a page of this server itself: only then does the sign-in cookie count for writes. */
  sameOrigin: boolean
  /** The page's origin, when another page made it. */
  origin: string | null
  /** How it came, for the words of a refusal; by HTTP where nothing is said. */
  by?: 'http' | 'socket'
}

const TOKEN_OF = {
  http: 'the header Authorization: Bearer <token>',
  socket: 'a token in the handshake: auth.token',
} as const

/** The agent whom a page of ours believes to be signed in. Another may have signed in beside it, in the same browser. */
export const EXPECTED_AGENT = 'x-agent-id'

/** One way in for HTTP and for sockets. @throws Failure `unauthorized`, `origin_refused` */
export function whoIs(ctx: Context, auth: Auth, credentials: Credentials): Promise<Actor> {
  const { token } = credentials
  if (token === null) return byCookie(ctx, auth, credentials)
  if (token.startsWith('sk_') || token.startsWith('at_')) return byKey(ctx, token, credentials)
  if (token.startsWith('pk_'))
    throw new Failure(
      'unauthorized',
      'Expected a token, got a publishable key: open a session with it at POST /api/visitors.',
    )
  return byVisitorToken(ctx, token, credentials)
}

async function byVisitorToken(ctx: Context, token: string, credentials: Credentials): Promise<Actor> {
  const { shopId, customerId, sessionId, endsAt } = await readVisitor(ctx, token)
  const visitor = await store.findVisitor(ctx.db, shopId, sessionId, customerId)
  if (!visitor) throw new Failure('unauthorized', 'The session has ended.')
  checkOrigin(visitor.origins, credentials)
  return { kind: 'customer', role: 'user', shopId, customerId, sessionId, name: visitor.name, endsAt }
}

async function byKey(ctx: Context, token: string, credentials: Credentials): Promise<Actor> {
  const key = await store.findKey(ctx.db, hashSecret(token), ctx.clock())
  if (!key || (key.kind === 'agent' && !key.role))
    throw new Failure('unauthorized', 'The key is not known, or was revoked.')
  if (key.kind === 'secret' && credentials.origin !== null)
    throw new Failure(
      'origin_refused',
      'A secret key belongs on a backend: a page that sends it shows it to everybody.',
    )
  checkOrigin(key.origins, credentials)
  await noteUse(ctx.db, key, ctx.clock())
  const endsAt = key.expiresAt?.getTime() ?? null
  const base = { kind: 'agent', shopId: key.shopId, agentId: key.agentId, credentialId: key.id, endsAt } as const
  if (key.kind === 'secret')
    return { ...base, role: 'admin', name: key.name, ...(key.scopes && { scopes: key.scopes }) }
  return { ...base, role: store.agentRoleOf(key.role), name: key.agentName ?? key.name }
}

async function byCookie(ctx: Context, auth: Auth, { headers, sameOrigin, by = 'http' }: Credentials): Promise<Actor> {
  if (!headers.has('cookie')) throw new Failure('unauthorized', `Expected ${TOKEN_OF[by]}.`)
  if (!sameOrigin)
    throw new Failure('origin_refused', 'The sign-in counts only on the pages of this server; use a token elsewhere.')
  const session = await auth.api.getSession({ headers })
  if (!session) throw new Failure('unauthorized', 'Nobody is signed in.')
  const expected = headers.get(EXPECTED_AGENT)
  if (expected !== null && expected !== session.user.id)
    throw new Failure('unauthorized', 'Expected the agent of X-Agent-Id; another one is signed in here.')
  const member = await store.findMembership(ctx.db, session.user.id, session.session.activeOrganizationId ?? null)
  if (!member) throw new Failure('unauthorized', 'This account belongs to no shop.')
  return {
    kind: 'agent',
    role: store.agentRoleOf(member.role),
    shopId: member.shopId,
    agentId: session.user.id,
    credentialId: session.session.id,
    name: session.user.name,
    endsAt: session.session.expiresAt.getTime(),
  }
}

/** A page of another site may speak for a shop only if the shop lists it. Programs send no origin and are judged by their token alone. */
export function checkOrigin(origins: readonly string[], { origin }: Pick<Credentials, 'origin'>): void {
  if (origin === null || origins.includes(origin)) return
  throw new Failure(
    'origin_refused',
    `Expected a page of ${origins.join(', ') || 'an origin that the shop has yet to list'}, got ${origin.slice(0, 200)}.`,
  )
}

const BEARER = /^bearer ([A-Za-z0-9._~+/=-]{1,4096})$/i

/** The token of an `Authorization` header. @throws Failure `unauthorized` when it has another form */
export function bearerOf(header: string | undefined): string | null {
  if (header === undefined) return null
  const token = BEARER.exec(header)?.[1]
  if (!token) throw new Failure('unauthorized', 'Expected the header Authorization: Bearer <token>.')
  return token
}

/** `null` when no other site's page is behind it: a program, or a page that this very host has served. */
export function foreignOrigin(headers: Headers, publicUrl: string): string | null {
  const origin = headers.get('origin')
  if (origin === null || origin === new URL(publicUrl).origin) return null
  const host = headers.get('host')
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`) ? null : origin
}

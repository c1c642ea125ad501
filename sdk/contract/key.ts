import type { Duration } from './deadline.ts'
import type { AgentId, KeyId } from './ids.ts'

/** What a secret key may be narrowed to. `write` does not include `read`. */
export const SCOPES = [
  'tickets:read',
  'tickets:write',
  'desk:read',
  'desk:write',
  'shop:read',
  'shop:write',
  'articles:read',
  'articles:write',
  'mail:read',
  'mail:write',
  'stats:read',
  'webhooks:read',
  'webhooks:write',
  'keys:read',
  'keys:write',
] as const
export type Scope = (typeof SCOPES)[number]

export const KEY_KINDS = ['publishable', 'secret', 'agent'] as const
/** `publishable` stands in the tag and opens visitors' sessions; `secret` is a backend's; `agent` is an agent's own token. */
export type KeyKind = (typeof KEY_KINDS)[number]

export interface Key {
  id: KeyId
  kind: KeyKind
  name: string
  /** `null`: all of them. A publishable key and an agent's token have none to narrow. */
  scopes: Scope[] | null
  /** How it ends, to tell it from others. */
  last4: string
  /** The key itself where it is publishable: it is no secret. */
  key: string | null
  agentId: AgentId | null
  createdAt: string
  /** To the hour. */
  lastUsedAt: string | null
  /** Of a key that has been rotated: it counts until then. */
  expiresAt: string | null
}

/** `POST /api/keys`. Nobody gives a scope that they have not themselves. */
export interface NewKey {
  kind: 'publishable' | 'secret'
  name: string
  /** Of a secret key; all of them when left out. */
  scopes?: Scope[]
}

/** `PATCH /api/keys/:id`: what is left out stays as it is. */
export interface KeyChange {
  name?: string
  scopes?: Scope[] | null
}

/** `POST /api/keys/:id/rotate`. */
export interface Rotation {
  /** How long the former one counts beside the new one: from none, `PT0S`, to `P30D`; a day when left out. */
  overlap?: Duration
}

/** A secret is shown now and never again: it is kept as a hash. */
export interface KeyWithSecret extends Omit<Key, 'key'> {
  key: string
}

/** By which a shop's backend signs who its customers are. */
export interface IdentitySecret {
  /** How it ends. */
  last4: string
  /** Until then, what the former one has signed counts too. */
  formerUntil: string | null
}

/** Shown now and never again. */
export interface IdentitySecretShown extends IdentitySecret {
  secret: string
}

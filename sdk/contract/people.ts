import type { AgentId, CustomerId } from './ids.ts'

/** `user` is the shopper. */
export const ROLES = ['user', 'support_agent', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const AGENT_ROLES = ['support_agent', 'admin'] as const
export type AgentRole = (typeof AGENT_ROLES)[number]

/** Who wrote a message or caused a fact. `id` is `null` for the system itself and for a shop's secret key. */
export interface Author {
  kind: 'customer' | 'agent' | 'system'
  id: CustomerId | AgentId | null
  /** `null` for a shopper who has given none: show "Visitor" in the reader's language. */
  name: string | null
}

/** A shopper. `anonymous`: nothing known. `identified`: says who they are. `verified`: the shop's backend has signed it. */
export interface Customer {
  id: CustomerId
  standing: 'anonymous' | 'identified' | 'verified'
  name: string | null
  email: string | null
  /** The shop's own id of this customer (`sub` of the signed identity). */
  externalId: string | null
  locale: string | null
  createdAt: string
}

export interface Agent {
  id: AgentId
  name: string
  email: string
  role: AgentRole
}

/** `POST /api/visitors`: all fields are optional. With `renewalToken`, the same shopper goes on. */
export interface OpenVisitor {
  renewalToken?: string
  /** A JWT (HS256) made by the shop's backend with its identity secret: `sub`, `exp` at most 24 h away, perhaps `name`, `email`. */
  identityToken?: string
  name?: string
  email?: string
  /** BCP 47, such as `fr` or `en-GB`: the language of mails. */
  locale?: string
}

export interface VisitorSession {
  /** For `Authorization: Bearer` and the socket's `auth.token`. */
  token: string
  expiresAt: string
  /** Opens the session again when `token` has expired. Keep it as a password is kept. */
  renewalToken: string
  customerId: CustomerId
  customer: Customer
}

/** Who an agent's credential stands for: `GET /api/me`. */
export interface Me {
  agent: Agent | null
  role: AgentRole
  shop: { id: string; name: string }
}

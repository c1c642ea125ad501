import type { AgentRole, Author, Role, Scope } from '@comptoir/sdk/contract'

/** Who is speaking, as their credential says: `identity` finds out, everybody else believes it. */
export type Actor = CustomerActor | AgentActor

export interface CustomerActor {
  kind: 'customer'
  role: Extract<Role, 'user'>
  shopId: string
  customerId: string
  sessionId: string
  name: string | null
  /** When the credential ends, in milliseconds. */
  endsAt: number
}

export interface AgentActor {
  kind: 'agent'
  role: AgentRole
  shopId: string
  /** `null`: the shop's own secret key. */
  agentId: string | null
  /** The key, or the sign-in session, by which they came. */
  credentialId: string
  name: string
  endsAt: number | null
  /** What a secret key was narrowed to; left out where it was not. */
  scopes?: readonly Scope[]
}

export function authorOf(actor: Actor): Author {
  if (actor.kind === 'customer') return { kind: 'customer', id: actor.customerId, name: actor.name }
  return { kind: 'agent', id: actor.agentId, name: actor.name }
}

/** One key for limits and idempotency: the same person, whichever tab or phone. */
export function actorKey(actor: Actor): string {
  return actor.kind === 'customer' ? `customer:${actor.customerId}` : `agent:${actor.agentId ?? actor.credentialId}`
}

import type { AgentActor } from '../platform/actor.ts'

interface Owned {
  agentId: string | null
  shared: boolean
}

/** Everybody sees what is shared, and their own. */
export const maySee = ({ agentId, shared }: Owned, actor: Pick<AgentActor, 'agentId'>): boolean =>
  shared || agentId === actor.agentId

/** One's own; what is shared, an admin may change too. */
export const mayChange = ({ agentId, shared }: Owned, actor: Pick<AgentActor, 'agentId' | 'role'>): boolean =>
  agentId === actor.agentId || (shared && actor.role === 'admin')

import type { Role, Scope } from '@comptoir/sdk/contract'
import type { Actor, AgentActor, CustomerActor } from '../platform/actor.ts'
import { Failure } from '../platform/failure.ts'

/** Who may do what. A route or an event names its row; a row that is missing here does not compile there. */
export const MAY = {
  readTicket: ['user', 'support_agent', 'admin'],
  createTicket: ['user', 'support_agent', 'admin'],
  postMessage: ['user', 'support_agent', 'admin'],
  sendFile: ['user', 'support_agent', 'admin'],
  postNote: ['support_agent', 'admin'],
  changeTicket: ['support_agent', 'admin'],
  deleteTicket: ['admin'],
  mergeTickets: ['support_agent', 'admin'],
  snoozeTicket: ['support_agent', 'admin'],
  setStatus: ['user', 'support_agent', 'admin'],
  escalateTicket: ['support_agent', 'admin'],
  readWorkflow: ['admin'],
  changeWorkflow: ['admin'],
  readDeadline: ['support_agent', 'admin'],
  assignTicket: ['support_agent', 'admin'],
  readDepartments: ['support_agent', 'admin'],
  changeDepartments: ['admin'],
  readCategories: ['user', 'support_agent', 'admin'],
  readRetiredCategories: ['support_agent', 'admin'],
  changeCategories: ['admin'],
  readAgents: ['support_agent', 'admin'],
  setPage: ['user'],
  setPresence: ['support_agent', 'admin'],
  rateTicket: ['user'],
  readStats: ['admin'],
  readContactStats: ['support_agent', 'admin'],
  readFacts: ['support_agent', 'admin'],
  readViews: ['support_agent', 'admin'],
  changeViews: ['support_agent', 'admin'],
  keepDraft: ['support_agent', 'admin'],
  useReplies: ['support_agent', 'admin'],
  changeReplies: ['admin'],
  readMe: ['support_agent', 'admin'],
  readShop: ['support_agent', 'admin'],
  changeShop: ['admin'],
  readMailLog: ['admin'],
  readNotices: ['admin'],
  readMailTemplates: ['admin'],
  changeMailTemplates: ['admin'],
  readArticles: ['support_agent', 'admin'],
  changeArticles: ['admin'],
  readWebhooks: ['admin'],
  changeWebhooks: ['admin'],
  readOrders: ['support_agent', 'admin'],
  changeOrderSource: ['admin'],
  readKeys: ['admin'],
  changeKeys: ['admin'],
  endSession: ['user'],
} as const satisfies Record<string, readonly Role[]>

export type Deed = keyof typeof MAY

/** Which scope a narrowed key needs for it; `null` where any key may, or none. */
export const SCOPE_OF: Readonly<Record<Deed, Scope | null>> = {
  readTicket: 'tickets:read',
  createTicket: 'tickets:write',
  postMessage: 'tickets:write',
  sendFile: 'tickets:write',
  postNote: 'tickets:write',
  changeTicket: 'tickets:write',
  deleteTicket: 'tickets:write',
  mergeTickets: 'tickets:write',
  snoozeTicket: 'tickets:write',
  setStatus: 'tickets:write',
  escalateTicket: 'tickets:write',
  readWorkflow: 'shop:read',
  changeWorkflow: 'shop:write',
  readDeadline: 'tickets:read',
  assignTicket: 'tickets:write',
  readDepartments: 'shop:read',
  changeDepartments: 'shop:write',
  readCategories: 'shop:read',
  readRetiredCategories: 'shop:read',
  changeCategories: 'shop:write',
  readAgents: 'desk:read',
  setPage: null,
  setPresence: 'desk:write',
  rateTicket: null,
  readStats: 'stats:read',
  readContactStats: 'stats:read',
  readFacts: 'tickets:read',
  readViews: 'desk:read',
  changeViews: 'desk:write',
  keepDraft: 'desk:write',
  useReplies: 'desk:read',
  changeReplies: 'desk:write',
  readMe: null,
  readShop: 'shop:read',
  changeShop: 'shop:write',
  readMailLog: 'mail:read',
  readNotices: 'mail:read',
  readMailTemplates: 'mail:read',
  changeMailTemplates: 'mail:write',
  readArticles: 'articles:read',
  changeArticles: 'articles:write',
  readWebhooks: 'webhooks:read',
  changeWebhooks: 'webhooks:write',
  readOrders: 'tickets:read',
  changeOrderSource: 'shop:write',
  readKeys: 'keys:read',
  changeKeys: 'keys:write',
  endSession: null,
}

export const may = (role: Role, deed: Deed): boolean => (MAY[deed] as readonly Role[]).includes(role)

/** @throws Failure `forbidden` that names the roles which may, or the scope that a key lacks */
export function allow(actor: Actor, deed: Deed): void {
  if (!may(actor.role, deed))
    throw new Failure('forbidden', `Expected a credential of ${MAY[deed].join(' or ')}, got one of ${actor.role}.`)
  const scope = SCOPE_OF[deed]
  if (actor.kind !== 'agent' || !actor.scopes || scope === null || actor.scopes.includes(scope)) return
  throw new Failure(
    'forbidden',
    `Expected a key with the scope ${scope}, got one with ${actor.scopes.join(', ') || 'none'}.`,
  )
}

export function allowAgent(actor: Actor, deed: Deed): asserts actor is AgentActor {
  allow(actor, deed)
  if (actor.kind !== 'agent') throw new Failure('forbidden')
}

export function allowCustomer(actor: Actor, deed: Deed): asserts actor is CustomerActor {
  allow(actor, deed)
  if (actor.kind !== 'customer') throw new Failure('forbidden')
}

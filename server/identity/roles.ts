import type { Role } from '@comptoir/sdk/contract'
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
  endSession: ['user'],
} as const satisfies Record<string, readonly Role[]>

export type Deed = keyof typeof MAY

export const may = (role: Role, deed: Deed): boolean => (MAY[deed] as readonly Role[]).includes(role)

/** @throws Failure `forbidden` that names the roles which may */
export function allow(actor: Actor, deed: Deed): void {
  if (may(actor.role, deed)) return
  throw new Failure('forbidden', `Expected a credential of ${MAY[deed].join(' or ')}, got one of ${actor.role}.`)
}

export function allowAgent(actor: Actor, deed: Deed): asserts actor is AgentActor {
  allow(actor, deed)
  if (actor.kind !== 'agent') throw new Failure('forbidden')
}

export function allowCustomer(actor: Actor, deed: Deed): asserts actor is CustomerActor {
  allow(actor, deed)
  if (actor.kind !== 'customer') throw new Failure('forbidden')
}

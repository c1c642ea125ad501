import type { Duration } from './deadline.ts'
import type { AgentId, DepartmentId } from './ids.ts'
import type { Agent } from './people.ts'
import type { TicketCategory } from './ticket.ts'

/** `manual`: nobody gets a ticket without being asked. The others give to those who are present and below their capacity. */
export const ASSIGNMENT_STRATEGIES = ['manual', 'round_robin', 'least_busy'] as const
export type AssignmentStrategy = (typeof ASSIGNMENT_STRATEGIES)[number]

/** Who gets a ticket that nobody holds. */
export interface AssignmentSettings {
  strategy: AssignmentStrategy
  /** How many tickets that wait for the shop one agent is given: `open`, `in_progress` and `escalated` ones. By hand there is no bound. */
  capacity: number
  /** An agent who has been away or offline for so long gives the chats back that wait for an answer. */
  giveBack: Duration
}

export interface DepartmentMember {
  agentId: AgentId
  /** Leads get what is escalated, and hand on what their colleagues hold. */
  lead: boolean
}

/** Some of a shop's agents, and what is for them. Every shop has one at least. */
export interface Department {
  id: DepartmentId
  /** Unlike that of any other department of the shop, in whatever case. */
  name: string
  /** Tickets of these come here; those that no department names go to the oldest department. */
  categories: TicketCategory[]
  /** `null`, here and in the two below: as the shop has it. */
  strategy: AssignmentStrategy | null
  capacity: number | null
  giveBack: Duration | null
  members: DepartmentMember[]
  createdAt: string
}

/** `POST /api/departments`. */
export interface NewDepartment {
  name: string
  categories?: TicketCategory[]
  strategy?: AssignmentStrategy | null
  capacity?: number | null
  giveBack?: Duration | null
  members?: DepartmentMember[]
}

/** `PATCH /api/departments/:id`: what is left out stays as it is; `categories` and `members` are given whole. */
export type DepartmentChange = Partial<NewDepartment>

/** `present`: a console or another program of theirs is connected. `away`: connected, and wants nothing at the moment. */
export const PRESENCES = ['present', 'away', 'offline'] as const
export type PresenceState = (typeof PRESENCES)[number]

export interface Presence {
  state: PresenceState
  /** `null` for somebody who has never been there. */
  since: string | null
}

/** `set_presence`: kept over reloads and sign-ins, until it is taken back. */
export interface PresenceChange {
  away: boolean
}

export interface PresenceChanged extends Presence {
  agentId: AgentId
}

/** `GET /api/agents`. */
export interface AgentRow extends Agent {
  presence: Presence
  departments: { id: DepartmentId; name: string; lead: boolean }[]
  /** Tickets they hold that wait for the shop: what counts against their capacity. */
  busy: number
}

/** `POST /api/tickets/:id/assign`: to somebody, to nobody (`null`), or to another department. */
export type Assignment = { agentId: AgentId | null } | { departmentId: DepartmentId }

/** Why a ticket has changed hands, with the figures that decided. */
export type AssignmentReason =
  /** Somebody said so: the fact's actor. */
  | { by: 'hand' }
  /** In turn, among those `present`, of whom `free` were below their `capacity`; they held `busy` before. */
  | { by: 'round_robin' | 'least_busy'; busy: number; capacity: number; present: number; free: number }
  /** Its holder was away or offline `since`, longer than `after`, and its customer was waiting. */
  | { by: 'absence'; since: string; after: Duration }
  /** It was moved to a department of which its holder is no member. */
  | { by: 'move' }
  /** A rule of the shop's workflow, by its name. */
  | { by: 'workflow'; rule: string }
  /** It was escalated to a lead. */
  | { by: 'escalation' }

/** The fact `ticket.assigned`. */
export interface Assigned {
  from: AgentId | null
  to: AgentId | null
  reason: AssignmentReason
}

/** The fact `ticket.moved`. */
export interface Moved {
  from: DepartmentId | null
  to: DepartmentId
  /** `category`: the ticket's was changed. `retired`: the department was. */
  because: 'hand' | 'category' | 'retired' | 'workflow'
}

import type { Duration } from './deadline.ts'
import type { AgentId, DepartmentId, TicketId } from './ids.ts'
import type { TicketCategory, TicketChannel, TicketPriority, TicketStatus } from './ticket.ts'

export const WORKFLOW_EVENTS = ['ticket_created', 'customer_wrote', 'status_changed', 'older_than'] as const
export type WorkflowEvent = (typeof WORKFLOW_EVENTS)[number]

/** `older_than` comes once in the life of a ticket, when it has that age. */
export type WorkflowWhen = { event: Exclude<WorkflowEvent, 'older_than'> } | { event: 'older_than'; duration: Duration }

/** All that is given must hold; of a list, one does. */
export interface WorkflowConditions {
  status?: TicketStatus[]
  priority?: TicketPriority[]
  category?: TicketCategory[]
  /** One of these tags at least. */
  tags?: string[]
  channel?: TicketChannel[]
  departmentId?: DepartmentId[]
  /** Whole words, or several in a row, in what the customer wrote: case and accents do not matter. */
  words?: string[]
  /** At least so old. */
  age?: Duration
  /** Whether somebody holds it. */
  assigned?: boolean
  /** Whether an agent has ever answered. */
  answered?: boolean
}

/** What is done, in this order. */
export interface WorkflowActions {
  category?: TicketCategory
  addTags?: string[]
  removeTags?: string[]
  priority?: TicketPriority
  departmentId?: DepartmentId
  assigneeId?: AgentId
  status?: Exclude<TicketStatus, 'escalated'>
  /** With this reason. */
  escalate?: string
}

/** "When … and … then …". A closed ticket is left alone. */
export interface WorkflowRule {
  /** The shop's own: up to 64 of `A-Z a-z 0-9 _ -`, one of a kind. */
  id: string
  name: string
  active: boolean
  when: WorkflowWhen
  and: WorkflowConditions
  then: WorkflowActions
}

/** `GET /api/workflow`. */
export interface Workflow {
  /** In the order in which they are asked; a later one sees what an earlier one has done. */
  rules: WorkflowRule[]
  /** Counts the changes; 0 before the first. */
  revision: number
  updatedAt: string | null
}

/** `PUT /api/workflow`. With `revision`, it is refused when somebody has changed the rules since. */
export interface WorkflowChange {
  rules: WorkflowRule[]
  revision?: number
}

/** `POST /api/workflow/dry-run`: what these rules would have done to the tickets made in the last `days`. */
export interface DryRun {
  rules: WorkflowRule[]
  /** 1 to 90. */
  days: number
}

export interface DryRunStep {
  ticketId: TicketId
  number: number
  subject: string
  at: string
  event: WorkflowEvent
  ruleId: string
  changes: WorkflowActions
}

export interface DryRunAnswer {
  /** How many tickets were looked at: the newest 1,000 at most. */
  examined: number
  /** Whether those were all, and `steps` (the first 500) holds every step. */
  complete: boolean
  rules: { ruleId: string; name: string; runs: number; tickets: number }[]
  steps: DryRunStep[]
}

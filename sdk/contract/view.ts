import type { AgentId } from './ids.ts'
import type { TicketFilter, TicketPriority } from './ticket.ts'

/** What a view narrows the list to. */
export type ViewFilter = Pick<
  TicketFilter,
  | 'status'
  | 'category'
  | 'q'
  | 'assignee'
  | 'department'
  | 'channel'
  | 'tag'
  | 'snoozed'
  | 'done'
  | 'from'
  | 'to'
  | 'sort'
> & { priority?: TicketPriority }

/** A list of tickets that somebody has laid out: for themselves, or for all agents of the shop. */
export interface View {
  id: string
  name: string
  /** Whether all agents see it. */
  shared: boolean
  /** Who made it; `null`: the shop's secret key. */
  agentId: AgentId | null
  filter: ViewFilter
  createdAt: string
}

/** `POST /api/views`. */
export interface NewView {
  name: string
  /** `false` when left out. */
  shared?: boolean
  filter: ViewFilter
}

/** `PATCH /api/views/:id`: by whoever made it, or by an admin where it is shared. */
export interface ViewChange {
  name?: string
  shared?: boolean
  filter?: ViewFilter
}

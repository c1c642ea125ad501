import type { Deadline } from './deadline.ts'
import type { FailureCode } from './errors.ts'
import type { FieldValue, FieldValues } from './fields.ts'
import type { AgentId, CustomerId, DepartmentId, TicketId } from './ids.ts'
import type { Message } from './message.ts'
import type { Customer } from './people.ts'
import type { Score } from './rating.ts'

/** `pending` waits for the customer; `resolved` waits for the customer's validation. */
export const TICKET_STATUSES = ['open', 'in_progress', 'pending', 'resolved', 'closed', 'escalated'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

export const TICKET_PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]
/** `normal` is accepted for `medium`. */
export type TicketPriorityInput = TicketPriority | 'normal'

/** Those that every shop has from the start; it may rename and retire them, and add its own. */
export const TICKET_CATEGORIES = [
  'order_issue',
  'product_issue',
  'payment_issue',
  'account_issue',
  'technical_issue',
  'general_inquiry',
  'refund_request',
  'other',
  'general',
  'technical',
  'billing',
  'complaint',
  'suggestion',
] as const
export type BuiltInCategory = (typeof TICKET_CATEGORIES)[number]
/** One of the shop's: `GET /api/categories`. */
export type TicketCategory = BuiltInCategory | (string & {})

/** How the ticket began. */
export const TICKET_CHANNELS = ['chat', 'form', 'mail', 'api'] as const
export type TicketChannel = (typeof TICKET_CHANNELS)[number]

/** One record for chat, form and mail. */
export interface Ticket {
  id: TicketId
  /** Counts from 1 in its shop. */
  number: number
  subject: string
  /** Empty for a chat: its messages say it all. */
  description: string
  status: TicketStatus
  priority: TicketPriority
  category: TicketCategory
  channel: TicketChannel
  customerId: CustomerId
  assigneeId: AgentId | null
  /** The shop's order, as the shopper or the page claims it. */
  orderId: string | null
  /** The highest `seq` that the reader may see; 0 before the first message. */
  lastSeq: number
  /**
   * How far the reader's own side has read, and how far the other side has. For agents -1 while none of them has opened
   * a ticket that began with a description: to have read up to 0 is to have opened it.
   */
  readSeq: number
  otherReadSeq: number
  /** How far the clients of the reader's own side have received, and how far those of the other side have. What is read is received. */
  deliveredSeq: number
  otherDeliveredSeq: number
  /** Grows with every change: of two views of one ticket, that with the higher revision is the later. */
  revision: number
  lastMessageAt: string | null
  createdAt: string
  updatedAt: string
  resolvedAt: string | null
  closedAt: string | null
  /** What the customer has given; `null` while they have given none. */
  rating: Score | null
  /** For agents alone. */
  desk?: TicketDesk
}

/** The fact `ticket.changed`: what is another than before. */
export interface Edited {
  changes: Edit[]
}

export type Edit =
  | { field: 'priority'; from: TicketPriority; to: TicketPriority }
  | { field: 'category'; from: TicketCategory; to: TicketCategory }
  | { field: 'subject' | 'description'; from: string; to: string }
  | { field: 'orderId'; from: string | null; to: string | null }
  | { field: 'tags'; from: string[]; to: string[] }
  | { field: 'fields'; from: FieldValues; to: FieldValues }

/** `PATCH /api/tickets/:id`: what is left out stays as it is. For agents. */
export interface TicketChange {
  subject?: string
  description?: string
  category?: TicketCategory
  priority?: TicketPriorityInput
  orderId?: string | null
  /** Given whole: small letters, digits, `-` and `_`; kept in order and once each. */
  tags?: string[]
  /** By key, as the shop's settings define them; `null` takes a value away. What is left out stays. */
  fields?: Record<string, FieldValue | null>
}

/** `POST /api/tickets/bulk`, at most 500 tickets: each is changed wholly or not at all. */
export interface Bulk {
  ids: TicketId[]
  change: BulkChange
}

export interface BulkChange {
  status?: TicketStatus
  priority?: TicketPriorityInput
  category?: TicketCategory
  /** An agent, or nobody. */
  assigneeId?: AgentId | null
  addTags?: string[]
  removeTags?: string[]
  fields?: Record<string, FieldValue | null>
}

export type BulkResult =
  | { id: TicketId; ok: true; ticket: Ticket }
  | { id: TicketId; ok: false; code: FailureCode; detail: string }

/** In the order in which they were asked for, each once. */
export interface BulkAnswer {
  items: BulkResult[]
}

/** The facts `ticket.merged` and `ticket.unmerged`: the ticket in which it goes on, and its own status before. */
export interface Merged {
  intoId: TicketId
  intoNumber: number
  was: TicketStatus
}

/** Its time has come, its customer has written, or an agent has asked for it. */
export type WakeCause = 'time' | 'customer_wrote' | 'asked'

/** `POST /api/tickets/:id/merge`. */
export interface Merge {
  intoId: TicketId
}

/** `POST /api/tickets/:id/snooze`: at most a year ahead; `null` wakes it. */
export interface Snooze {
  until: string | null
}

/** What agents alone see of a ticket. */
export interface TicketDesk {
  /** Whose ticket it is; `null` only in a shop without departments. */
  departmentId: DepartmentId | null
  /** When its holder was given it; `null` while nobody holds it. */
  assignedAt: string | null
  /** When it was escalated last. */
  escalatedAt: string | null
  tags: string[]
  /** What the shop's own fields hold, by their keys. */
  fields: FieldValues
  /** Until then nobody needs to look at it; `null` when it is awake. */
  snoozedUntil: string | null
  /** The ticket in which its conversation goes on. */
  mergedIntoId: TicketId | null
  /** When it escalates by itself, if nobody does anything. */
  deadline: Deadline | null
}

/** What an agent sees of a ticket in a list: the customer and the last words beside it. */
export interface TicketRow extends Ticket {
  customer: Pick<Customer, 'id' | 'name' | 'email' | 'standing'>
  lastMessage: { text: string; author: 'customer' | 'agent' | 'system' } | null
}

/** `GET /api/tickets/:id`: with its thread (its last 200 messages; older ones by `before`). */
export interface TicketWithThread extends Ticket {
  customer: Customer
  messages: Message[]
}

/** `POST /api/tickets`. */
export interface NewTicket {
  subject: string
  /** Required unless `channel` is `chat`. */
  description?: string
  /** `general_inquiry` when left out. */
  category?: TicketCategory
  /** `medium` when left out. */
  priority?: TicketPriorityInput
  orderId?: string
  /** `chat` or `form` from the widget; `api` when left out. */
  channel?: 'chat' | 'form' | 'api'
  /** For agents, who open a ticket for a customer; a shopper's own is always theirs. */
  customerId?: CustomerId
  /** For agents; as in `TicketChange`. */
  tags?: string[]
  /** By key, as the shop's settings define them. A shopper may give those that are `fromCustomers`. */
  fields?: Record<string, FieldValue | null>
}

/** `PUT /api/tickets/:id/status`. `notes` becomes an internal note. */
export interface StatusChange {
  status: TicketStatus
  notes?: string
}

/**
 * `GET /api/tickets`: newest first, or the liveliest with `sort: 'activity'`; what `q` or `tag` finds for an agent is
 * newest first. `page` counts from 1 and brings `total`, which is exact up to 10,000 and, without a filter, above; else go on by `cursor`.
 */
export interface TicketFilter {
  status?: TicketStatus
  priority?: TicketPriorityInput
  category?: TicketCategory
  /** Words of the subject, the messages, the customer, the order; `#83` is a number. All must be there, the last may be a beginning. */
  q?: string
  /** An agent's id, `me`, or `none` for what nobody holds. For agents. */
  assignee?: AgentId | 'me' | 'none'
  /** By id or name. For agents. */
  department?: string
  channel?: TicketChannel
  /** For agents, as the next one. */
  tag?: string
  customer?: CustomerId
  /** Opened at or after this time, and before that one: ISO 8601. */
  from?: string
  to?: string
  /** For agents, as the next one: those that are snoozed, or that are not. */
  snoozed?: boolean
  mergedInto?: TicketId
  /** Those that are resolved or closed, or that are not. */
  done?: boolean
  /** `due`, for agents: those that have a deadline alone, the nearest first. */
  sort?: 'created' | 'activity' | 'due'
  cursor?: string
  page?: number
  limit?: number
}

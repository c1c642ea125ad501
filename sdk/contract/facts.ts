import type { Assigned, Moved } from './department.ts'
import type { Escalated } from './escalation.ts'
import type { FactId, MessageId, ShopId, TicketId } from './ids.ts'
import type { MessageType } from './message.ts'
import type { Author } from './people.ts'
import type { Score } from './rating.ts'
import type { Edited, Merged, TicketChannel, TicketStatus, WakeCause } from './ticket.ts'

/** What can happen, and what is known of it. The audit trail, live news, mails and webhooks all feed on these. */
export interface FactData {
  'ticket.created': { number: number; channel: TicketChannel }
  'ticket.status_changed': { from: TicketStatus; to: TicketStatus; because: string }
  'ticket.changed': Edited
  'ticket.deleted': { number: number }
  'ticket.snoozed': { until: string }
  'ticket.woken': { because: WakeCause }
  'ticket.merged': Merged
  'ticket.unmerged': Merged
  'ticket.escalated': Escalated
  'ticket.assigned': Assigned
  'ticket.moved': Moved
  'ticket.rated': { score: Score; comment: string | null }
  'message.posted': { messageId: MessageId; seq: number; type: MessageType }
}

export type FactType = keyof FactData

/** A fact as it is about to be recorded. */
export type NewFact = { [T in FactType]: { type: T; ticketId: TicketId; data: FactData[T] } }[FactType]

/** A fact on record. `position` counts from 1 in its shop without a hole: what was seen up to 41 goes on at 42. */
export type Fact = NewFact & { id: FactId; shopId: ShopId; position: number; actor: Author; at: string }
/** `GET /api/facts`: all that was recorded after a position, in order. Without `after` nothing but the place to begin at. */
export interface FactRange {
  after?: number
  limit?: number
}

export interface FactList {
  items: Fact[]
  /** The shop's highest position: below it, there is more to fetch. */
  lastPosition: number
}

export type FactOf<T extends FactType> = Extract<Fact, { type: T }>

import type { TicketId } from './ids.ts'

/** An answer that is given often. */
export interface Reply {
  id: string
  /** By which it is found. */
  name: string
  /** Where it is kept; empty: in none. */
  folder: string
  /** The language that it speaks, such as `fr`; `null`: any. */
  locale: string | null
  /** Liquid, with `customer.name`, `agent.name`, `shop.name` and `ticket.number subject status priority order`. */
  body: string
  /** How often it was used, and when last. */
  uses: number
  usedAt: string | null
  createdAt: string
  updatedAt: string
}

/** `POST /api/replies`. */
export interface NewReply {
  name: string
  folder?: string
  locale?: string | null
  body: string
}

/** `PATCH /api/replies/:id`. */
export type ReplyChange = Partial<NewReply>

/** `POST /api/replies/:id/use`: what it says to the ticket's customer. Counted, unless it is but a look. */
export interface ReplyUse {
  ticketId: TicketId
  /** `false`: only to see what it would say. */
  count?: boolean
}

export interface ReplyText {
  text: string
}

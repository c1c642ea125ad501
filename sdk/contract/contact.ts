import type { TicketCategory, TicketPriorityInput, TicketRow } from './ticket.ts'

/** `POST /api/support/contact`: what a contact form sends. It becomes a ticket of the channel `form`. */
export interface ContactMessage {
  name: string
  email: string
  subject: string
  message: string
  /** `general_inquiry` when left out. */
  category?: TicketCategory
  /** `medium` when left out. */
  priority?: TicketPriorityInput
  orderId?: string
}

/** `GET /api/support/contact/stats`: over all tickets of the shop. `open_tickets` and `closed_tickets` add up to `total_tickets`. */
export interface ContactStats {
  total_tickets: number
  open_tickets: number
  closed_tickets: number
  tickets_24h: number
}

/** `GET /api/support/contact/tickets`: `page` counts from 1. */
export interface ContactPage {
  items: TicketRow[]
  page: number
  limit: number
  total: number
  pages: number
}

import type { TicketId } from './ids.ts'

/** From 1, bad, to 5, very good. */
export const SCORES = [1, 2, 3, 4, 5] as const
export type Score = (typeof SCORES)[number]

/** `POST /api/tickets/:id/rating`: by the ticket's own customer, once, when it is resolved or closed. */
export interface NewRating {
  score: Score
  comment?: string
}

export interface Rating {
  ticketId: TicketId
  score: Score
  comment: string | null
  createdAt: string
}

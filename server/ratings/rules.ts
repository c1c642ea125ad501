import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'

type Rateable = Pick<TicketRecord, 'status' | 'rating'>

const isDone = ({ status }: Rateable): boolean => status === 'resolved' || status === 'closed'

/** A rating is given once, and only when the work is done. */
export const isRateable = (ticket: Rateable): boolean => ticket.rating === null && isDone(ticket)

/** @throws Failure `conflict` */
export function checkRateable(ticket: Rateable): void {
  if (ticket.rating !== null) throw new Failure('conflict', 'The ticket is rated already: a rating is given once.')
  if (!isDone(ticket))
    throw new Failure('conflict', `Expected a ticket that is resolved or closed; this one is ${ticket.status}.`)
}

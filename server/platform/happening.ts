import type { Fact, FactData, FactOf, FactType } from '@comptoir/sdk/contract'
import type { MessageRecord, TicketRecord } from '../schema.ts'

/** The rows that a fact is about, as its transaction leaves them: what follows need not read them again. */
interface Fresh {
  'ticket.created': { ticket: TicketRecord }
  'ticket.status_changed': { ticket: TicketRecord }
  'ticket.changed': { ticket: TicketRecord }
  'ticket.deleted': { ticket: TicketRecord }
  'ticket.snoozed': { ticket: TicketRecord }
  'ticket.woken': { ticket: TicketRecord }
  'ticket.merged': { ticket: TicketRecord }
  'ticket.unmerged': { ticket: TicketRecord }
  'ticket.escalated': { ticket: TicketRecord }
  'ticket.assigned': { ticket: TicketRecord }
  'ticket.moved': { ticket: TicketRecord }
  'ticket.rated': { ticket: TicketRecord }
  'message.posted': { ticket: TicketRecord; message: MessageRecord }
}

/** Something that is happening inside a transaction. */
export type Happening = { [T in FactType]: { type: T; data: FactData[T] } & Fresh[T] }[FactType]

/** The same with its fact on record. */
export type HappenedOf<T extends FactType> = { fact: FactOf<T> } & Fresh[T]
export type Happened = { fact: Fact; happening: Happening }

import type { Presence, PresenceChange, PresenceChanged } from './department.ts'
import type { FailureCode, FieldError } from './errors.ts'
import type { Fact } from './facts.ts'
import type { AgentId, TicketId } from './ids.ts'
import type { Message, MessageDraft } from './message.ts'
import type { Ticket, TicketRow } from './ticket.ts'
import type { VisitChanged, VisitPage } from './visit.ts'

/** What every event is answered with. */
export type Ack<T = unknown> = ({ ok: true } & T) | Refusal
export interface Refusal {
  ok: false
  code: FailureCode
  detail: string
  errors?: FieldError[]
  /** Seconds, with `rate_limited`. */
  retryAfter?: number
  /** What has been said since, with `stale_answer`. */
  since?: Message[]
}
export type Answer<T = unknown> = (ack: Ack<T>) => void

export interface InTicket {
  ticketId: TicketId
}

/** The events a client may send. The answer is optional for those who do not want it. */
export interface ClientToServer {
  join_ticket: (input: InTicket, answer?: Answer<{ ticket: Ticket }>) => void
  leave_ticket: (input: InTicket, answer?: Answer) => void
  send_message: (input: InTicket & MessageDraft, answer?: Answer<{ message: Message }>) => void
  typing_start: (input: InTicket, answer?: Answer) => void
  typing_stop: (input: InTicket, answer?: Answer) => void
  mark_read: (input: InTicket & { seq: number }, answer?: Answer) => void
  /** The sender's client has received the messages up to this one. The SDK says so by itself. */
  mark_delivered: (input: InTicket & { seq: number }, answer?: Answer) => void
  /** From shoppers: where in the storefront they are. */
  set_page: (input: VisitPage, answer?: Answer) => void
  /** From agents: whether they want nothing at the moment. */
  set_presence: (input: PresenceChange, answer?: Answer<{ presence: Presence }>) => void
}

export interface UserTyping extends InTicket {
  /** `null` for a shopper without a name. */
  userName: string | null
  kind: 'customer' | 'agent'
  typing: boolean
}

export interface MessageRead extends InTicket {
  /** Who has read, and up to which message. */
  kind: 'customer' | 'agent'
  seq: number
}

export interface MessageDelivered extends InTicket {
  /** Whose client has received, and up to which message. */
  kind: 'customer' | 'agent'
  seq: number
}

/** How far both sides are, in the reader's count: what a message may have moved. */
export type TicketMarks = Pick<Ticket, 'readSeq' | 'otherReadSeq' | 'deliveredSeq' | 'otherDeliveredSeq'>

/** An agent who looks at a ticket. */
export interface Viewer {
  agentId: AgentId
  name: string
}

/** The events the server sends. `new_message` reaches all who may read it, its author's own sockets too. */
export interface ServerToClient {
  new_message: (message: Message, marks: TicketMarks) => void
  user_typing: (typing: UserTyping) => void
  message_read: (read: MessageRead) => void
  message_delivered: (delivered: MessageDelivered) => void
  /** To the agents who look at a ticket: all of them, each once. */
  ticket_viewers: (seen: InTicket & { viewers: Viewer[] }) => void
  /** To the ticket's customer, and to the agents who look at it. */
  ticket_deleted: (gone: InTicket) => void
  /** To the ticket's customer. */
  ticket_changed: (ticket: Ticket) => void
  /** To the shop's agents: tickets that have changed, each once, as they are now; with the positions of the facts by which they have. */
  ticket_rows: (rows: TicketRow[], positions: number[]) => void
  /** To the shop's agents: one of them has come, gone, or wants nothing. */
  presence_changed: (change: PresenceChanged) => void
  /** To the shop's agents: what has just been recorded; `message.posted` to those alone who have joined its ticket. */
  fact: (fact: Fact) => void
  /** To agents who look at a ticket: whether its customer is connected, and where. Told when they join, and with every change. */
  visit_changed: (visit: VisitChanged) => void
  /**
   * Pushes may have been lost between servers: fetch what has come after your last `seq`, at any moment within so many
   * milliseconds, so that not all come at once.
   */
  catch_up: (hint: { within: number }) => void
  /** The credential has come to its end: renew it and connect again. */
  session_ended: (end: { code: FailureCode; detail: string }) => void
}

export interface HandshakeAuth {
  token: string
  /** On the server's own pages: the agent who is expected to be signed in. @see the header `X-Agent-Id` */
  agentId?: string
}

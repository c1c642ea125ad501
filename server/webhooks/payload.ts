import type { Fact, WebhookEvent, WebhookTicket } from '@comptoir/sdk/contract'
import type { MessageRecord, TicketRecord } from '../schema.ts'

/** Bytes: what Standard Webhooks 1.0 asks receivers to take. */
const LARGEST = 20_000

/** The body of a delivery: the same bytes at every attempt. */
export function bodyOf(fact: Fact, ticket: TicketRecord | undefined, message: MessageRecord | undefined): string {
  const whole = JSON.stringify(eventOf(fact, ticket, message))
  return Buffer.byteLength(whole) <= LARGEST ? whole : JSON.stringify(eventOf(fact, ticket, undefined))
}

function eventOf(fact: Fact, ticket: TicketRecord | undefined, message: MessageRecord | undefined): WebhookEvent {
  const { id, position, ticketId, actor, data, type, at } = fact
  return {
    type,
    timestamp: at,
    data: {
      ...{ id, position, ticketId, actor, data },
      ticket: ticket ? ticketOf(ticket) : null,
      ...(type === 'message.posted' && { message: message ? messageOf(message) : null }),
    },
    // Type and data come from one fact.
  } as WebhookEvent
}

function ticketOf(ticket: TicketRecord): WebhookTicket {
  const { id, number, subject, status, priority, category, channel, customerId, assigneeId, orderId } = ticket
  return { id, number, subject, status, priority, category, channel, customerId, assigneeId, orderId }
}

function messageOf({ id, seq, type, message, authorKind, authorId, authorName, createdAt }: MessageRecord) {
  const author = { kind: authorKind, id: authorId, name: authorName }
  return { id, seq, type, message, author, createdAt: createdAt.toISOString() }
}

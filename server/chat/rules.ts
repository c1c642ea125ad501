import type { MessageDraft, MessageType } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import { Failure } from '../platform/failure.ts'
import type { MessageRecord, TicketRecord } from '../schema.ts'

/** Which type a message of this author has. Nobody speaks in another's voice. @throws Failure `forbidden` */
export function typeFor(actor: Actor, asked: MessageDraft['type']): Exclude<MessageType, 'system'> {
  const own = actor.kind === 'customer' ? 'customer_message' : 'agent_message'
  if (asked === 'internal_note') allow(actor, 'postNote')
  else if (asked !== undefined && asked !== own)
    throw new Failure('forbidden', `Expected type ${own} from this credential, got ${asked}.`)
  return asked ?? own
}

/** @throws Failure `ticket_closed`: only notes are still added to what is closed */
export function mayPost(ticket: Pick<TicketRecord, 'status'>, type: MessageType): void {
  if (ticket.status !== 'closed' || type === 'internal_note') return
  throw new Failure('ticket_closed', 'The ticket is closed: open another one.')
}

/** A name stands for one message for ever. @throws Failure `conflict` when another comes under it */
export function sameMessage(
  stored: MessageRecord,
  { type, message }: Pick<MessageRecord, 'type' | 'message'>,
): MessageRecord {
  const other = [...(stored.type === type ? [] : ['type']), ...(stored.message === message ? [] : ['text'])]
  if (other.length === 0) return stored
  throw new Failure(
    'conflict',
    `Expected the message that was stored first under the clientId ${stored.clientId}, got another ${other.join(' and ')}: another message needs another clientId.`,
  )
}

/** The places that the next message takes: notes count for agents alone. */
export function nextPlace(
  ticket: Pick<TicketRecord, 'lastSeq' | 'lastPublicSeq'>,
  type: MessageType,
): { seq: number; publicSeq: number | null } {
  return { seq: ticket.lastSeq + 1, publicSeq: type === 'internal_note' ? null : ticket.lastPublicSeq + 1 }
}

/** The first word of an agent to the customer is the ticket's first answer; a note is for agents alone. */
export const firstAnswerAfter = (
  ticket: Pick<TicketRecord, 'firstAnsweredAt'>,
  type: MessageType,
  at: Date,
): Date | null => ticket.firstAnsweredAt ?? (type === 'agent_message' ? at : null)

/** Who had read everything has read their own message too; who had not still has the others' to read. */
export function readAfter(
  ticket: TicketRecord,
  actor: Pick<Actor, 'kind'>,
  place: { seq: number; publicSeq: number | null },
) {
  const publicSeq = place.publicSeq ?? ticket.lastPublicSeq
  if (actor.kind === 'agent') {
    // Whoever answers a ticket without a message has opened it.
    return Math.max(ticket.agentReadSeq, 0) === ticket.lastSeq
      ? { agentReadSeq: place.seq, agentReadPublicSeq: publicSeq }
      : {}
  }
  return ticket.customerReadPublicSeq === ticket.lastPublicSeq
    ? { customerReadSeq: place.seq, customerReadPublicSeq: publicSeq }
    : {}
}

import type { Author, MessageDraft } from '@comptoir/sdk/contract'
import type { Unit } from '../platform/commit.ts'
import type { KeptFile, MessageRecord, TicketRecord } from '../schema.ts'
import { statusAfter, turnTo } from '../tickets/rules.ts'
import { firstAnswerAfter, nextPlace, readAfter } from './rules.ts'

/** A message that may be posted, with what is kept beside it. */
export interface Appendable extends Pick<MessageDraft, 'message' | 'clientId'> {
  id: string
  type: MessageRecord['type']
  files: KeptFile[]
}

/** What a message makes of its ticket; recorded, and yet to be stored. */
export function append(
  unit: Unit,
  before: TicketRecord,
  draft: Appendable,
): { ticket: TicketRecord; message: MessageRecord } {
  const place = nextPlace(before, draft.type)
  const { id, type, message: text, files, clientId = null } = draft
  const message: MessageRecord = {
    ...{ shopId: before.shopId, ticketId: before.id, ...place, id, clientId, type, message: text, files },
    ...signature(unit.actor),
    createdAt: unit.at,
  }
  const spoken = place.publicSeq === null ? {} : { lastPublicSeq: place.publicSeq, lastMessageAt: unit.at }
  const ticket: TicketRecord = {
    ...{ ...before, lastSeq: place.seq, ...spoken },
    ...(unit.actor.kind === 'system' ? {} : readAfter(before, { kind: unit.actor.kind }, place)),
    firstAnsweredAt: firstAnswerAfter(before, type, unit.at),
    updatedAt: unit.at,
  }
  unit.record({ type: 'message.posted', ticket, message, data: { messageId: id, seq: place.seq, type } })
  return { message, ticket: follow(unit, ticket, type) }
}

/** What a ticket does by itself when somebody writes. */
function follow(unit: Unit, before: TicketRecord, type: Appendable['type']): TicketRecord {
  if (type === 'internal_note') return before
  const because = type === 'customer_message' ? 'customer_wrote' : 'agent_wrote'
  let ticket = before
  if (because === 'customer_wrote' && ticket.snoozedUntil !== null) {
    ticket = { ...ticket, snoozedUntil: null }
    unit.record({ type: 'ticket.woken', ticket, data: { because } })
  }
  const { status: from } = ticket
  const to = statusAfter(from, because)
  if (to === from) return ticket
  ticket = { ...ticket, ...turnTo(ticket, to, unit.at) }
  unit.record({ type: 'ticket.status_changed', ticket, data: { from, to, because } })
  return ticket
}

const signature = (author: Author) => ({ authorKind: author.kind, authorId: author.id, authorName: author.name })

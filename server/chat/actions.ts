import {
  type Author,
  type Message,
  type MessageDraft,
  type MessageList,
  newId,
  type TicketWithThread,
} from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { customerOf, findCustomer } from '../identity/store.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import type { MessageRecord, TicketRecord } from '../schema.ts'
import { accessTicket, lockTicket, sideOf, turn } from '../tickets/actions.ts'
import { statusAfter } from '../tickets/rules.ts'
import { wake } from '../tickets/snooze.ts'
import { changeTicket, type Side, ticketOf } from '../tickets/store.ts'
import { firstAnswerAfter, mayPost, nextPlace, readAfter, sameMessage, typeFor } from './rules.ts'
import * as store from './store.ts'

/**
 * The one door by which a message enters, from a socket, over HTTP or by mail. Sent twice, it is stored once and answered
 * twice. @throws Failure `conflict` when its name is another message's
 */
export function postMessage(ctx: Context, actor: Actor, ref: string, draft: MessageDraft): Promise<Message> {
  allow(actor, 'postMessage')
  const type = typeFor(actor, draft.type)
  const author = authorOf(actor)
  return ctx.commit({ shopId: actor.shopId, actor: author }, async (unit) => {
    const ticket = await lockTicket(unit, actor, ref)
    const stored = draft.clientId && (await store.findByClientId(unit.trx, within(ticket), author, draft.clientId))
    if (stored) return store.messageOf(sameMessage(stored, { ...draft, type }), sideOf(actor))
    mayPost(ticket, type)
    const { message } = await append(unit, ticket, { ...draft, type })
    return store.messageOf(message, sideOf(actor))
  })
}

/** An internal note inside somebody else's unit. Answers the ticket as it is then. */
export async function postNote(unit: Unit, ticket: TicketRecord, text: string): Promise<TicketRecord> {
  const appended = await append(unit, ticket, { message: text, type: 'internal_note' })
  return appended.ticket
}

type Appendable = MessageDraft & { type: NonNullable<MessageDraft['type']> }

async function append(
  unit: Unit,
  before: TicketRecord,
  draft: Appendable,
): Promise<{ ticket: TicketRecord; message: MessageRecord }> {
  const place = nextPlace(before, draft.type)
  const message = await store.insertMessage(unit.trx, {
    ...within(before),
    ...place,
    id: newId(unit.at.getTime()),
    clientId: draft.clientId ?? null,
    type: draft.type,
    message: draft.message,
    ...signature(unit.actor),
    createdAt: unit.at,
  })
  const read = unit.actor.kind === 'system' ? {} : readAfter(before, { kind: unit.actor.kind }, place)
  const spoken = place.publicSeq === null ? {} : { lastPublicSeq: place.publicSeq, lastMessageAt: unit.at }
  const answered = { firstAnsweredAt: firstAnswerAfter(before, draft.type, unit.at) }
  const ticket = await changeTicket(unit.trx, before, {
    ...{ lastSeq: place.seq, ...spoken, ...read, ...answered },
    updatedAt: unit.at,
  })
  unit.record({
    type: 'message.posted',
    ticket,
    message,
    data: { messageId: message.id, seq: message.seq, type: message.type },
  })
  return { message, ticket: await follow(unit, ticket, draft.type) }
}

async function follow(unit: Unit, ticket: TicketRecord, type: Appendable['type']): Promise<TicketRecord> {
  if (type === 'internal_note') return ticket
  const event = type === 'customer_message' ? 'customer_wrote' : 'agent_wrote'
  const awake = event === 'customer_wrote' ? await wake(unit, ticket, event) : ticket
  return turn(unit, awake, statusAfter(awake.status, event), event)
}

const within = (ticket: TicketRecord) => ({ shopId: ticket.shopId, ticketId: ticket.id })

const signature = (author: Author) => ({ authorKind: author.kind, authorId: author.id, authorName: author.name })

export async function readMessages(ctx: Context, actor: Actor, ref: string, range: store.Range): Promise<MessageList> {
  allow(actor, 'readTicket')
  const ticket = await accessTicket(ctx.db, actor, ref)
  const items = await store.listMessages(ctx.db, within(ticket), sideOf(actor), range)
  // Messages that came between the two reads are in the list already: the end moves with them.
  return { items, lastSeq: Math.max(ticketOf(ticket, sideOf(actor)).lastSeq, items.at(-1)?.seq ?? 0) }
}

const THREAD_LENGTH = 200

export async function readThread(ctx: Context, actor: Actor, ref: string): Promise<TicketWithThread> {
  allow(actor, 'readTicket')
  const ticket = await accessTicket(ctx.db, actor, ref)
  const customer = await findCustomer(ctx.db, ticket.shopId, ticket.customerId)
  if (!customer) throw new Error(`ticket ${ticket.id} has no customer`)
  const messages = await store.listMessages(ctx.db, within(ticket), sideOf(actor), { limit: THREAD_LENGTH })
  return { ...ticketOf(ticket, sideOf(actor)), customer: customerOf(customer), messages }
}

/** Notes how far a side has read; it never goes back. Answers the places if that was news. */
export function markRead(ctx: Context, actor: Actor, ref: string, seq: number): Promise<Read | null> {
  allow(actor, 'readTicket')
  return ctx.db.transaction().execute(async (trx) => {
    const ticket = await lockTicket({ trx }, actor, ref)
    const side = sideOf(actor)
    const place = await store.placeOf(trx, within(ticket), side, seq)
    const before = side === 'agent' ? ticket.agentReadSeq : ticket.customerReadSeq
    if (place.seq <= before) return null
    await changeTicket(trx, ticket, readColumns(side, place))
    return { ticket, side, ...place }
  })
}

export interface Read {
  ticket: TicketRecord
  side: Side
  seq: number
  publicSeq: number
}

const readColumns = (side: Side, { seq, publicSeq }: { seq: number; publicSeq: number }) =>
  side === 'agent'
    ? { agentReadSeq: seq, agentReadPublicSeq: publicSeq }
    : { customerReadSeq: seq, customerReadPublicSeq: publicSeq }

import type { MessageList, TicketWithThread } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { customerOf, findCustomer } from '../identity/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { TicketRecord } from '../schema.ts'
import { accessTicket, lockTicket, sideOf } from '../tickets/actions.ts'
import { changeTicket, type Side, ticketOf } from '../tickets/store.ts'
import * as store from './store.ts'

const within = (ticket: TicketRecord) => ({ shopId: ticket.shopId, ticketId: ticket.id })

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

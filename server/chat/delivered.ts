import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { rooms } from '../platform/live.ts'
import type { TicketRecord } from '../schema.ts'
import { accessTicket, lockTicket, sideOf } from '../tickets/actions.ts'
import { changeTicket, marksOf, type Side } from '../tickets/store.ts'
import { placeOf } from './store.ts'

/**
 * Notes how far the clients of a side have received, and tells both sides; it never goes back. A shopper's five tabs
 * say the same five times: only the first takes the lock.
 */
export async function noteDelivered(ctx: Context, actor: Actor, ref: string, seq: number): Promise<void> {
  allow(actor, 'readTicket')
  const side = sideOf(actor)
  const known = await accessTicket(ctx.db, actor, ref)
  if (!isNews(known, side, seq)) return
  const ticket = await ctx.db.transaction().execute(async (trx) => {
    const before = await lockTicket({ trx }, actor, ref)
    const place = await placeOf(trx, { shopId: before.shopId, ticketId: before.id }, side, seq)
    const own = side === 'agent' ? place.seq : place.publicSeq
    return isNews(before, side, own) ? changeTicket(trx, before, columns(side, place)) : null
  })
  if (ticket) tellDelivered(ctx, ticket, side)
}

const isNews = (ticket: TicketRecord, side: Side, seq: number): boolean => seq > marksOf(ticket, side).deliveredSeq

const columns = (side: Side, { seq, publicSeq }: { seq: number; publicSeq: number }) =>
  side === 'agent'
    ? { agentDeliveredSeq: seq, agentDeliveredPublicSeq: publicSeq }
    : { customerDeliveredSeq: seq, customerDeliveredPublicSeq: publicSeq }

function tellDelivered(ctx: Context, ticket: TicketRecord, kind: Side): void {
  const how = (reader: Side) => {
    const { deliveredSeq, otherDeliveredSeq } = marksOf(ticket, reader)
    return { ticketId: ticket.id, kind, seq: reader === kind ? deliveredSeq : otherDeliveredSeq }
  }
  ctx.io.to(rooms.staff(ticket.shopId, ticket.id)).emit('message_delivered', how('agent'))
  ctx.io.to(rooms.customer(ticket.shopId, ticket.customerId)).emit('message_delivered', how('customer'))
}

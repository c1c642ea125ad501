import type { Fact } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { rooms } from '../platform/live.ts'
import type { TicketRecord } from '../schema.ts'
import { findRow, rowOf } from './list/store.ts'
import { ticketOf } from './store.ts'

/** Rows that follow each other within this time go out as one, in ms: a lively chat moves its row ten times a second at most. */
const GATHERING = 100

const due = new WeakMap<Context, Map<string, TicketRecord>>()

/** Tells the shop's agents how a ticket's row looks now. */
export function announceRow(ctx: Context, { ticket }: { ticket: TicketRecord }): void {
  const waiting = due.get(ctx) ?? new Map<string, TicketRecord>()
  due.set(ctx, waiting)
  if (waiting.size === 0) setTimeout(() => void flush(ctx, waiting), GATHERING).unref()
  waiting.set(ticket.id, ticket)
}

async function flush(ctx: Context, waiting: Map<string, TicketRecord>): Promise<void> {
  const tickets = [...waiting.values()]
  waiting.clear()
  if (ctx.closing.aborted) return
  for (const { shopId, id } of tickets) {
    try {
      const row = await findRow(ctx.db, { shopId, customerId: null }, 'agent', id)
      if (row) ctx.io.to(rooms.agents(shopId)).emit('ticket_row', rowOf(row, 'agent'))
    } catch (error) {
      // Nothing is lost: the console fetches its list anew after every reconnect.
      ctx.log.warn({ err: error, ticketId: id }, 'a row could not be announced')
    }
  }
}

/** Tells the ticket's customer how it stands now. */
export function tellCustomer(ctx: Context, { ticket }: { ticket: TicketRecord }): void {
  ctx.io.to(rooms.customer(ticket.shopId, ticket.customerId)).emit('ticket_changed', ticketOf(ticket, 'customer'))
}

/** Tells whoever may have it before them that a ticket is no more. */
export function tellGone(ctx: Context, { ticket }: { ticket: TicketRecord }): void {
  ctx.io
    .to([rooms.customer(ticket.shopId, ticket.customerId), rooms.staff(ticket.shopId, ticket.id)])
    .emit('ticket_deleted', { ticketId: ticket.id })
}

export function tellFact(ctx: Context, { fact }: { fact: Fact }): void {
  ctx.io.to(rooms.agents(fact.shopId)).emit('fact', fact)
}

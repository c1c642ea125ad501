import type { Fact } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { rooms } from '../platform/live.ts'
import type { TicketRecord } from '../schema.ts'
import { listRows, rowOf } from './list/store.ts'
import { ticketOf } from './store.ts'

/** Rows that follow each other within this time go out together, in ms. */
const GATHERING = 100
/** Under load they are gathered for longer, up to this, so that announcing takes a tenth of the time at most. */
const LONGEST_GATHERING = 2_000

/** Tickets whose rows have changed, and the facts by which they have, by shop. */
type Due = Map<string, { ids: Set<string>; positions: number[] }>
const due = new WeakMap<Context, Due>()

/** Tells the shop's agents how a ticket's row looks now. */
export function announceRow(ctx: Context, { ticket, fact }: { ticket: TicketRecord; fact?: Fact }): void {
  const { shopId, id } = ticket
  const waiting: Due = due.get(ctx) ?? new Map()
  if (!due.has(ctx)) {
    due.set(ctx, waiting)
    setTimeout(() => void announceDue(ctx), GATHERING).unref()
  }
  const changed = waiting.get(shopId) ?? { ids: new Set(), positions: [] }
  waiting.set(shopId, changed)
  changed.ids.add(id)
  if (fact) changed.positions.push(fact.position)
}

async function announceDue(ctx: Context): Promise<void> {
  const start = performance.now()
  const shops = [...(due.get(ctx) ?? [])]
  due.set(ctx, new Map())
  if (ctx.closing.aborted) return
  for (const [shopId, { ids, positions }] of shops) await announceRows(ctx, shopId, [...ids], positions)
  if (shops.length === 0) due.delete(ctx)
  else {
    const rest = Math.min(LONGEST_GATHERING, Math.max(GATHERING, 9 * (performance.now() - start)))
    setTimeout(() => void announceDue(ctx), rest).unref()
  }
}

async function announceRows(ctx: Context, shopId: string, ids: string[], positions: number[]): Promise<void> {
  try {
    const rows = await listRows(ctx.db, { shopId, customerId: null }, 'agent', ids)
    ctx.io.to(rooms.agents(shopId)).emit(
      'ticket_rows',
      rows.map((row) => rowOf(row, 'agent')),
      positions,
    )
  } catch (error) {
    // Nothing is lost: whoever misses these positions fetches what they are about.
    ctx.log.warn({ err: error, shopId }, 'rows could not be announced')
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

/** That somebody has written is told where it is read: for the list, the ticket's row is enough. */
export function tellFact(ctx: Context, { fact }: { fact: Fact }): void {
  const room = fact.type === 'message.posted' ? rooms.staff(fact.shopId, fact.ticketId) : rooms.agents(fact.shopId)
  ctx.io.to(room).emit('fact', fact)
}

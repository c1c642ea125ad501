import type { Actor } from '../platform/actor.ts'
import { actorKey } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { door, type EventDoor, rooms, type Socket } from '../platform/live.ts'
import { Pacer } from '../platform/pacer.ts'
import type { TicketRecord } from '../schema.ts'
import { accessTicket, sideOf } from '../tickets/actions.ts'
import { marksOf, ticketOf } from '../tickets/store.ts'
import { markRead, type Read } from './actions.ts'
import { noteDelivered } from './delivered.ts'
import { inTicketInput, markDeliveredInput, markReadInput, sendInput } from './door.ts'
import { paceMessage } from './pace.ts'
import { postMessage } from './post.ts'
import { messageOf } from './store.ts'
import { sayTyping } from './typing.ts'
import { announceViewers, watchViewer } from './viewers.ts'

/** How often one person may say that they are writing. */
const SIGNS = { burst: 60, perSecond: 5 }

/** The events of a conversation. */
export function chatDoors(ctx: Context): EventDoor[] {
  const signs = new Pacer(SIGNS)

  const sign = async (actor: Actor, ticketId: string, socket: Socket, typing: boolean) => {
    signs.take(actorKey(actor), ctx.clock().getTime())
    const ticket = await accessTicket(ctx.db, actor, ticketId)
    const others = [rooms.staff(ticket.shopId, ticket.id), rooms.public(ticket.shopId, ticket.id)]
    const about = { ticketId: ticket.id, userName: actor.name, kind: actor.kind }
    sayTyping(socket, ticket.id, typing, (now) => socket.to(others).emit('user_typing', { ...about, typing: now }))
    return {}
  }

  const seen = (actor: Actor, ticketId: string, socket: Socket) => {
    if (actor.kind !== 'agent') return
    watchViewer(ctx, socket)
    void announceViewers(ctx, { shopId: actor.shopId, ticketId })
  }

  return [
    door('join_ticket', inTicketInput, async (actor, { ticketId }, socket) => {
      const ticket = await accessTicket(ctx.db, actor, ticketId)
      await socket.join(roomOf(actor, ticket))
      seen(actor, ticket.id, socket)
      return { ticket: ticketOf(ticket, sideOf(actor)) }
    }),
    door('leave_ticket', inTicketInput, async (actor, { ticketId }, socket) => {
      await socket.leave(roomOf(actor, { shopId: actor.shopId, id: ticketId }))
      seen(actor, ticketId, socket)
      return {}
    }),
    door('send_message', sendInput, async (actor, { ticketId, ...draft }) => {
      paceMessage(ctx, actor)
      return { message: await postMessage(ctx, actor, ticketId, draft) }
    }),
    door('typing_start', inTicketInput, (actor, { ticketId }, socket) => sign(actor, ticketId, socket, true)),
    door('typing_stop', inTicketInput, (actor, { ticketId }, socket) => sign(actor, ticketId, socket, false)),
    door('mark_read', markReadInput, async (actor, { ticketId, seq }) => {
      const read = await markRead(ctx, actor, ticketId, seq)
      if (read) tellRead(ctx, read)
      return {}
    }),
    door('mark_delivered', markDeliveredInput, async (actor, { ticketId, seq }) => {
      await noteDelivered(ctx, actor, ticketId, seq)
      return {}
    }),
  ]
}

const roomOf = (actor: Actor, ticket: Pick<TicketRecord, 'shopId' | 'id'>) =>
  actor.kind === 'agent' ? rooms.staff(ticket.shopId, ticket.id) : rooms.public(ticket.shopId, ticket.id)

/** To the agents who look at the ticket, and to every page its customer has open; each in their own count. */
export function deliver(ctx: Context, { ticket, message }: HappenedOf<'message.posted'>): void {
  ctx.io
    .to(rooms.staff(ticket.shopId, ticket.id))
    .emit('new_message', messageOf(message, 'agent'), marksOf(ticket, 'agent'))
  if (message.publicSeq === null) return
  ctx.io
    .to(rooms.customer(ticket.shopId, ticket.customerId))
    .emit('new_message', messageOf(message, 'customer'), marksOf(ticket, 'customer'))
}

export function tellRead(ctx: Context, { ticket, side, seq, publicSeq }: Read): void {
  ctx.io.to(rooms.staff(ticket.shopId, ticket.id)).emit('message_read', { ticketId: ticket.id, kind: side, seq })
  ctx.io
    .to(rooms.customer(ticket.shopId, ticket.customerId))
    .emit('message_read', { ticketId: ticket.id, kind: side, seq: publicSeq })
}

import type { Viewer } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { rooms, type Socket } from '../platform/live.ts'

interface Seen {
  shopId: string
  ticketId: string
}

const watched = new WeakSet<Socket>()

/** Whoever goes without a word has left all that they looked at. */
export function watchViewer(ctx: Context, socket: Socket): void {
  if (watched.has(socket)) return
  watched.add(socket)
  socket.on('disconnecting', () => {
    const { shopId } = socket.data.actor
    const left = [...socket.rooms].flatMap((room) => rooms.ticketOfStaff(room) ?? [])
    // Once they are out of the rooms.
    setImmediate(() => {
      for (const ticketId of left) void announceViewers(ctx, { shopId, ticketId })
    })
  })
}

/** Tells the agents who look at a ticket who they are, on whichever node. */
export async function announceViewers(ctx: Context, { shopId, ticketId }: Seen): Promise<void> {
  const room = rooms.staff(shopId, ticketId)
  try {
    const sockets = await ctx.io.in(room).fetchSockets()
    const viewers = new Map<string, Viewer>()
    for (const { data } of sockets) {
      if (data.actor?.kind !== 'agent' || data.actor.agentId === null) continue
      viewers.set(data.actor.agentId, { agentId: data.actor.agentId, name: data.actor.name })
    }
    ctx.io.to(room).emit('ticket_viewers', { ticketId, viewers: [...viewers.values()] })
  } catch (error) {
    // A node that has just died does not answer. Whoever comes or goes next is told again.
    ctx.log.warn({ err: error, ticketId }, 'the viewers of a ticket could not be told')
  }
}

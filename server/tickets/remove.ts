import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { lockTicket } from './actions.ts'
import { eraseTicket } from './store.ts'

/** Takes a ticket away for good, with all that was written in it. That it was there, by its number, stays on record. */
export function deleteTicket(ctx: Context, actor: Actor, ref: string): Promise<void> {
  allow(actor, 'deleteTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const ticket = await lockTicket(unit, actor, ref)
    await eraseTicket(unit.trx, ticket)
    unit.record({ type: 'ticket.deleted', ticket, data: { number: ticket.number } })
  })
}

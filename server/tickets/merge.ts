import type { Merge, Ticket } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { accessTicket, lockTicket, turn } from './actions.ts'
import { checkMerge } from './rules.ts'
import * as store from './store.ts'

/**
 * Two tickets about one thing become one: this one closes and points to the other, where the conversation goes on. Its
 * messages stay where they were written, so that it can be undone. @throws Failure `conflict`
 */
export function mergeTicket(ctx: Context, actor: Actor, ref: string, { intoId }: Merge): Promise<Ticket> {
  allow(actor, 'mergeTickets')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const { id } = await accessTicket(unit.trx, actor, ref)
    const [from, into] = await lockBoth(unit, actor, id, intoId)
    if (from.mergedIntoId === into.id) return store.ticketOf(from, 'agent')
    checkMerge(from, into)
    const closed = await turn(unit, from, 'closed', 'merged')
    const ticket = await store.changeTicket(unit.trx, closed, { mergedIntoId: into.id })
    const data = { intoId: into.id, intoNumber: into.number, was: from.status }
    unit.record({ type: 'ticket.merged', ticket, data })
    return store.ticketOf(ticket, 'agent')
  })
}

/** In the order of their ids: two merges crosswise do not wait for each other for ever. */
async function lockBoth(unit: Unit, actor: Actor, id: string, intoId: string): Promise<[TicketRecord, TicketRecord]> {
  const locked = new Map<string, TicketRecord>()
  for (const one of [id, intoId].sort()) locked.set(one, await lockOne(unit, actor, one, one === id ? null : 'intoId'))
  const [from, into] = [locked.get(id), locked.get(intoId)]
  if (!from || !into) throw new Error('both were locked')
  return [from, into]
}

async function lockOne(unit: Unit, actor: Actor, id: string, path: string | null): Promise<TicketRecord> {
  if (path === null) return lockTicket(unit, actor, id)
  const found = await store.lockTicket(unit.trx, { shopId: actor.shopId, customerId: null }, id)
  if (found) return found
  const detail = 'Expected the id of another ticket of this shop.'
  throw new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })
}

/** Gives a merged ticket back the status that it had. @throws Failure `conflict` when it is not merged */
export function unmergeTicket(ctx: Context, actor: Actor, ref: string): Promise<Ticket> {
  allow(actor, 'mergeTickets')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const before = await lockTicket(unit, actor, ref)
    const merged = before.mergedIntoId === null ? undefined : await store.findMerge(unit.trx, before)
    if (!merged) throw new Failure('conflict', 'Expected a ticket that is merged into another.')
    const freed = await store.changeTicket(unit.trx, before, { mergedIntoId: null })
    const ticket = await turn(unit, freed, merged.was, 'unmerged')
    unit.record({ type: 'ticket.unmerged', ticket, data: merged })
    return store.ticketOf(ticket, 'agent')
  })
}

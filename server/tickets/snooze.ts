import type { Snooze, Ticket, WakeCause } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { defineJob } from '../platform/jobs.ts'
import type { TicketRecord } from '../schema.ts'
import { lockTicket } from './actions.ts'
import { checkSnooze } from './rules.ts'
import * as store from './store.ts'

interface WakePayload {
  shopId: string
  ticketId: string
  /** Of the snooze that it is to end: a later one has a job of its own. */
  until: string
}

export const wakeTicket = defineJob<WakePayload>('tickets.wake')

/** Lays a ticket aside until a time, or takes it up again. @throws Failure `ticket_closed`, `invalid` for a time that is no future */
export function snoozeTicket(ctx: Context, actor: Actor, ref: string, { until }: Snooze): Promise<Ticket> {
  allow(actor, 'snoozeTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const ticket = await lockTicket(unit, actor, ref)
    const after = until === null ? await wake(unit, ticket, 'asked') : await snooze(unit, ticket, new Date(until))
    return store.ticketOf(after, 'agent')
  })
}

async function snooze(unit: Unit, before: TicketRecord, until: Date): Promise<TicketRecord> {
  if (before.status === 'closed') throw new Failure('ticket_closed', 'A closed ticket waits for nobody.')
  checkSnooze(until, unit.at)
  if (before.snoozedUntil?.getTime() === until.getTime()) return before
  const ticket = await store.changeTicket(unit.trx, before, { snoozedUntil: until, updatedAt: unit.at })
  const payload = { shopId: unit.shopId, ticketId: ticket.id, until: until.toISOString() }
  const delay = until.getTime() - unit.at.getTime()
  await wakeTicket.add(unit.trx, payload, { key: `tickets.wake:${ticket.id}`, delay })
  unit.record({ type: 'ticket.snoozed', ticket, data: { until: payload.until } })
  return ticket
}

/** Takes up a locked ticket that was laid aside; one that was not stays as it is. */
export async function wake(unit: Unit, before: TicketRecord, because: WakeCause): Promise<TicketRecord> {
  if (before.snoozedUntil === null) return before
  const ticket = await store.changeTicket(unit.trx, before, { snoozedUntil: null, updatedAt: unit.at })
  unit.record({ type: 'ticket.woken', ticket, data: { because } })
  return ticket
}

/** Its time has come, unless it was woken or laid aside anew meanwhile. */
export function wakeInTime(ctx: Context, { shopId, ticketId, until }: WakePayload): Promise<void> {
  return ctx.commit({ shopId, actor: { kind: 'system', id: null, name: null } }, async (unit) => {
    const ticket = await store.lockTicket(unit.trx, { shopId, customerId: null }, ticketId)
    if (ticket?.snoozedUntil?.toISOString() === until) await wake(unit, ticket, 'time')
  })
}

import type { Author, DeadlineExplained, Escalated, Ticket } from '@comptoir/sdk/contract'
import { handToLead } from '../assignment/hands.ts'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import type { ShopRecord, TicketRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { accessTicket, lockTicket, turn } from '../tickets/actions.ts'
import { ESCALATED_FROM } from '../tickets/rules.ts'
import { changeTicket, lockTicket as lockRow, ticketOf } from '../tickets/store.ts'
import { waitOf, wind } from './jobs.ts'
import { checkEscalation, clocksOf, explainDeadline, rungOut } from './rules.ts'
import * as store from './store.ts'

export type Cause = Pick<Escalated, 'rule' | 'reason' | 'params' | 'dueAt'>

const SYSTEM: Author = { kind: 'system', id: null, name: null }

/** By hand, with a reason. Of several at once, one escalates, and the others learn that it is done. */
export function escalateTicket(ctx: Context, actor: Actor, ref: string, reason: string): Promise<Ticket> {
  allow(actor, 'escalateTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const ticket = await lockTicket(unit, actor, ref)
    return ticketOf(await escalateByHand(unit, ticket, reason), 'agent')
  })
}

/** The same for who asks for the status `escalated`, within their own unit. */
export const escalateByHand = (unit: Unit, ticket: TicketRecord, reason: string | null): Promise<TicketRecord> =>
  escalate(unit, ticket, { rule: 'manual', reason, params: {}, dueAt: null })

/** Turns a locked ticket to `escalated`, hands it over and records why. */
export async function escalate(unit: Unit, before: TicketRecord, cause: Cause): Promise<TicketRecord> {
  checkEscalation(before.status, cause.rule)
  const turned = await turn(unit, before, 'escalated', cause.rule)
  const marked = await changeTicket(unit.trx, turned, { escalatedAt: unit.at })
  const ticket = await handToLead(unit, marked)
  const data = { ...cause, from: before.status, to: ticket.status, holderId: ticket.assigneeId }
  unit.record({ type: 'ticket.escalated', ticket, data })
  return ticket
}

interface TicketPayload {
  shopId: string
  ticketId: string
}

/** A clock has run out. Its ticket is judged anew under its lock: it may have been answered, or escalated, meanwhile. */
export function ring(ctx: Context, payload: TicketPayload): Promise<void> {
  return withTicket(ctx, payload, async (unit, ticket, shop) => {
    const clocks = clocksOf(ticket, waitOf(ticket), shop.settings)
    const due = rungOut(clocks, unit.at)
    // Rung before its time: the clocks of two machines differ, or one has been set.
    if (!due) return rewindOne(unit.trx, ticket, shop, unit.at)
    const { rule, startedAt, duration, businessHours, at } = due
    const params = { startedAt, duration, businessHours }
    await escalate(unit, ticket, { rule, reason: null, params, dueAt: at })
  })
}

/** A rating below the shop's bound escalates its ticket, once. */
export function weigh(
  ctx: Context,
  { score, position, ...payload }: TicketPayload & { score: number; position: number },
): Promise<void> {
  return withTicket(ctx, payload, async (unit, ticket, shop) => {
    const below = shop.settings.escalation.ratingBelow
    if (score >= below || !ESCALATED_FROM.rating.includes(ticket.status)) return
    if (await store.wasEscalatedByRating(unit.trx, ticket, position)) return
    await escalate(unit, ticket, { rule: 'rating', reason: null, params: { score, below }, dueAt: null })
  })
}

function withTicket(
  ctx: Context,
  { shopId, ticketId }: TicketPayload,
  work: (unit: Unit, ticket: TicketRecord, shop: ShopRecord) => Promise<void>,
): Promise<void> {
  return ctx.commit({ shopId, actor: SYSTEM }, async (unit) => {
    const ticket = await lockRow(unit.trx, { shopId, customerId: null }, ticketId)
    const shop = ticket && (await findShop(unit.trx, shopId))
    if (ticket && shop) await work(unit, ticket, shop)
  })
}

const AT_A_TIME = 100

/** The shop's settings have changed: every clock that runs is wound anew, some tickets at a time, so that nobody waits long for theirs. */
export async function rewind(ctx: Context, { shopId }: { shopId: string }): Promise<void> {
  let last: string | null = null
  do last = await rewindSome(ctx, shopId, last)
  while (last !== null && !ctx.closing.aborted)
  if (last !== null) throw new Error('the server stops: the rest of the clocks is wound after the next start')
}

function rewindSome(ctx: Context, shopId: string, after: string | null): Promise<string | null> {
  return ctx.db.transaction().execute(async (trx) => {
    const shop = await findShop(trx, shopId)
    if (!shop) return null
    const tickets = await store.lockWaiting(trx, shopId, after, ['open', 'in_progress'], AT_A_TIME)
    for (const ticket of tickets) await rewindOne(trx, ticket, shop, ctx.clock())
    return tickets.length < AT_A_TIME ? null : (tickets.at(-1)?.id ?? null)
  })
}

async function rewindOne(trx: Trx, ticket: TicketRecord, shop: ShopRecord, now: Date): Promise<void> {
  const wait = waitOf(ticket)
  await store.setClocks(trx, ticket, { wait, deadline: await wind(trx, ticket, wait, shop, now) })
}

export async function readDeadline(ctx: Context, actor: Actor, ref: string): Promise<DeadlineExplained> {
  allow(actor, 'readDeadline')
  const ticket = await accessTicket(ctx.db, actor, ref)
  const shop = await findShop(ctx.db, actor.shopId)
  if (!shop) throw new Error(`shop ${actor.shopId} is gone`)
  return explainDeadline(ticket, waitOf(ticket), shop.settings)
}

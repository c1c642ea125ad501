import { type Fact, type NewTicket, newId, type Page, type StatusChange, type Ticket } from '@comptoir/sdk/contract'
import { findRoute } from '../departments/store.ts'
import { allow } from '../identity/roles.ts'
import { findCustomer } from '../identity/store.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import type { Connection } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { listFacts } from '../timeline/store.ts'
import { priorityOf, timesAfter } from './rules.ts'
import * as store from './store.ts'

export const sideOf = (actor: Actor): store.Side => actor.kind

/** Customers have their own tickets, agents those of the shop. */
export const scopeOf = (actor: Actor): store.Scope => ({
  shopId: actor.shopId,
  customerId: actor.kind === 'customer' ? actor.customerId : null,
})

/** With the rights of the reader: what is another's does not exist. @throws Failure `not_found` */
export async function accessTicket(db: Connection, actor: Actor, ref: string): Promise<TicketRecord> {
  return (await store.findTicket(db, scopeOf(actor), ref)) ?? notFound()
}

/** The same, locked to the end of the transaction: changes of one ticket go one after the other. */
export async function lockTicket(unit: Pick<Unit, 'trx'>, actor: Actor, ref: string): Promise<TicketRecord> {
  return (await store.lockTicket(unit.trx, scopeOf(actor), ref)) ?? notFound()
}

function notFound(): never {
  throw new Failure('not_found', 'There is no such ticket.')
}

export function createTicket(ctx: Context, actor: Actor, input: NewTicket): Promise<Ticket> {
  allow(actor, 'createTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const customerId = await customerFor(unit, actor, input)
    return store.ticketOf(await openTicket(unit, customerId, input), sideOf(actor))
  })
}

/** A new ticket of this customer, inside a unit. */
export async function openTicket(unit: Unit, customerId: string, input: NewTicket): Promise<TicketRecord> {
  const ticketDraft = draft(input, unit)
  const department = await findRoute(unit.trx, unit.shopId, ticketDraft.category)
  const departmentId = department?.id ?? null
  const number = await store.nextTicketNumber(unit.trx, unit.shopId)
  const ticket = await store.insertTicket(unit.trx, { ...ticketDraft, customerId, departmentId, number })
  unit.record({ type: 'ticket.created', ticket, data: { number, channel: ticket.channel } })
  return ticket
}

async function customerFor(unit: Unit, actor: Actor, { customerId }: NewTicket): Promise<string> {
  if (actor.kind === 'customer') {
    if (customerId !== undefined && customerId !== actor.customerId)
      throw wrongCustomer('Expected your own id, or none.')
    return actor.customerId
  }
  if (customerId === undefined) throw wrongCustomer('Expected the id of the customer for whom the ticket is.')
  if (!(await findCustomer(unit.trx, unit.shopId, customerId)))
    throw wrongCustomer('Expected the id of a customer of this shop.')
  return customerId
}

const wrongCustomer = (detail: string) =>
  new Failure('invalid', `customerId: ${detail}`, { errors: [{ path: 'customerId', detail }] })

function draft(input: NewTicket, { shopId, at }: Unit) {
  return {
    shopId,
    id: newId(at.getTime()),
    assigneeId: null,
    assignedAt: null,
    subject: input.subject,
    description: input.description ?? '',
    status: 'open' as const,
    priority: priorityOf(input.priority ?? 'medium'),
    category: input.category ?? ('general_inquiry' as const),
    channel: input.channel ?? ('api' as const),
    orderId: input.orderId ?? null,
    ...NOTHING_SAID,
    createdAt: at,
    updatedAt: at,
  }
}

const NOTHING_SAID = {
  lastSeq: 0,
  lastPublicSeq: 0,
  customerReadSeq: 0,
  customerReadPublicSeq: 0,
  agentReadSeq: 0,
  agentReadPublicSeq: 0,
  mailedSeq: 0,
}

/** Gives a ticket another status, with the times and the fact that go with it. */
export async function turn(
  unit: Unit,
  before: TicketRecord,
  to: TicketRecord['status'],
  because: string,
): Promise<TicketRecord> {
  if (before.status === to) return before
  const ticket = await store.changeTicket(unit.trx, before, {
    status: to,
    updatedAt: unit.at,
    ...timesAfter(to, unit.at, before),
    // What is closed waits for nobody.
    ...(to === 'closed' && { snoozedUntil: null }),
    wasEscalated: before.wasEscalated || to === 'escalated',
  })
  unit.record({ type: 'ticket.status_changed', ticket, data: { from: before.status, to, because } })
  return ticket
}

export async function readFacts(
  ctx: Context,
  actor: Actor,
  ref: string,
  range: { cursor?: string | undefined; limit: number },
): Promise<Page<Fact>> {
  allow(actor, 'readFacts')
  const ticket = await accessTicket(ctx.db, actor, ref)
  const facts = await listFacts(ctx.db, actor.shopId, ticket.id, {
    after: Number(range.cursor ?? 0),
    limit: range.limit + 1,
  })
  const items = facts.slice(0, range.limit)
  return { items, nextCursor: facts.length > range.limit ? String(items.at(-1)?.position) : null }
}

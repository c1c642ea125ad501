import type { Fact, Page } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import type { Connection } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { listFacts } from '../timeline/store.ts'
import { turnTo } from './rules.ts'
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

/** Gives a ticket another status, with the times and the fact that go with it. */
export async function turn(
  unit: Unit,
  before: TicketRecord,
  to: TicketRecord['status'],
  because: string,
): Promise<TicketRecord> {
  if (before.status === to) return before
  const ticket = await store.changeTicket(unit.trx, before, turnTo(before, to, unit.at))
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

import type { Edit, Ticket, TicketChange } from '@comptoir/sdk/contract'
import { checkChoice } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { lockTicket } from './actions.ts'
import { checkFields, fieldsOf, tidyTags } from './fields.ts'
import { checkSeen, priorityOf, type Seen } from './rules.ts'
import { reindex } from './search/index-words.ts'
import * as store from './store.ts'

/** Moves a ticket whose category is another now to where that goes. Given by `assignment`, which lives upstairs. */
export type Reroute = (unit: Unit, ticket: TicketRecord, because: 'category') => Promise<TicketRecord>

/** What a ticket is about. @throws Failure `ticket_closed`, `invalid` for fields that the shop has not */
export function changeTicket(
  ctx: Context,
  actor: Actor,
  ref: string,
  { seen = null, ...change }: TicketChange & { seen?: Seen },
  reroute: Reroute,
): Promise<Ticket> {
  allow(actor, 'changeTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const ticket = await lockTicket(unit, actor, ref)
    checkSeen(ticket, seen)
    return store.ticketOf(await changeWithin(unit, ticket, change, reroute), 'agent')
  })
}

/** The same of a locked ticket, within somebody's unit. */
export async function changeWithin(
  unit: Unit,
  before: TicketRecord,
  change: TicketChange,
  reroute: Reroute,
): Promise<TicketRecord> {
  if (before.status === 'closed')
    throw new Failure('ticket_closed', 'A closed ticket stays as it is: an admin can open it again.')
  if (change.category !== undefined && change.category !== before.category)
    checkChoice(await listCategories(unit.trx, unit.shopId), change.category, 'category')
  const definitions = change.fields && (await fieldsOf(unit))
  const { priority, fields, ...rest } = change
  const tags = change.tags && tidyTags(change.tags)
  const ticket = await edit(unit, before, {
    ...rest,
    ...(priority && { priority: priorityOf(priority) }),
    ...(tags && { tags }),
    ...(fields && { fields: checkFields(definitions ?? [], before.fields, fields) }),
  })
  return ticket.category === before.category ? ticket : reroute(unit, ticket, 'category')
}

const EDITED = ['subject', 'description', 'priority', 'category', 'orderId', 'tags', 'fields'] as const
const SEARCHED: readonly Edit['field'][] = ['subject', 'description', 'orderId', 'tags']

/** Gives a ticket another subject, priority and so on, with the fact that goes with it; what it has already is no change. */
export async function edit(
  unit: Unit,
  before: TicketRecord,
  wanted: Partial<Pick<TicketRecord, (typeof EDITED)[number]>>,
): Promise<TicketRecord> {
  const after = { ...before, ...wanted }
  const changes = EDITED.filter((field) => !isSame(before[field], after[field])).map(
    // Both are of one field, so of one type.
    (field) => ({ field, from: before[field], to: after[field] }) as Edit,
  )
  if (changes.length === 0) return before
  const ticket = await store.changeTicket(unit.trx, before, { ...wanted, updatedAt: unit.at })
  unit.record({ type: 'ticket.changed', ticket, data: { changes } })
  if (changes.some(({ field }) => SEARCHED.includes(field))) await reindex(unit.trx, unit.shopId, [ticket.id])
  return ticket
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

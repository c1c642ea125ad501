import { type NewTicket, newId, type Ticket, type TicketChannel } from '@comptoir/sdk/contract'
import { checkChoice, USUAL_CATEGORY } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { routeOf } from '../departments/rules.ts'
import { listDepartments } from '../departments/store.ts'
import { allow } from '../identity/roles.ts'
import { recallCustomers } from '../identity/store.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit, Work } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { type Outcome, refusable, Together } from '../platform/together.ts'
import { isInWhole } from '../platform/whole.ts'
import type { TicketRecord } from '../schema.ts'
import { sideOf } from './actions.ts'
import { checkFields, checkGiven, fieldsOf, tidyTags } from './fields.ts'
import { priorityOf } from './rules.ts'
import * as store from './store.ts'

/** Somebody who asks for a new ticket. */
interface Wish {
  actor: Actor
  input: NewTicket
}

const queues = new WeakMap<Context, Together<Wish, Ticket>>()

/** A new ticket of a customer, by themselves or by an agent. Those who ask in the same moment are served together. */
export async function createTicket(ctx: Context, actor: Actor, input: NewTicket): Promise<Ticket> {
  allow(actor, 'createTicket')
  if (!isInWhole()) return queueOf(ctx).do(actor.shopId, { actor, input })
  const [outcome] = await createTogether(ctx, actor.shopId, [{ actor, input }])
  if (outcome && 'answer' in outcome) return outcome.answer
  throw outcome?.refused
}

function queueOf(ctx: Context): Together<Wish, Ticket> {
  const queue = queues.get(ctx) ?? new Together((shopId, wishes: Wish[]) => createTogether(ctx, shopId, wishes))
  queues.set(ctx, queue)
  return queue
}

function createTogether(ctx: Context, shopId: string, wishes: Wish[]): Promise<Outcome<Ticket>[]> {
  const authors = wishes.map(({ actor }) => authorOf(actor))
  return ctx.commitTogether(shopId, authors, async (units, work) => {
    const decided = await decide(work, wishes)
    const drafts = decided.flatMap((one) => ('answer' in one ? [one.answer] : []))
    const tickets = new Map((await store.insertTickets(work.trx, shopId, drafts)).map((one) => [one.id, one]))
    return wishes.map(({ actor }, place): Outcome<Ticket> => {
      const [one, unit] = [decided[place], units[place]]
      if (!one || !unit) throw new Error('every wish has its unit')
      if ('refused' in one) return one
      return { answer: store.ticketOf(recorded(unit, tickets.get(one.answer.id)), sideOf(actor)) }
    })
  })
}

/** What each is to be stored as, or why not. */
async function decide(work: Work, wishes: Wish[]): Promise<Outcome<store.TicketDraft>[]> {
  const named = wishes.flatMap(({ actor, input }) => (actor.kind === 'agent' ? (input.customerId ?? []) : []))
  const known = new Set((await recallCustomers(work.trx, work.shopId, named)).map(({ id }) => id))
  const drafter = await openDrafter(
    work,
    wishes.map(({ input }) => input),
  )
  return wishes.map((wish) => refusable(() => drafter(wish.input, customerFor(wish, known), wish.actor.kind)))
}

/** A letter begins a ticket too, but nobody outside may say that theirs was one. */
type Beginning = Omit<NewTicket, 'channel'> & { channel?: TicketChannel }

/** A new ticket of this customer, inside a unit. @throws Failure `invalid` for a category that the shop does not use */
export async function openTicket(unit: Unit, customerId: string, input: Beginning): Promise<TicketRecord> {
  const draft = (await openDrafter(unit, [input]))(input, customerId)
  const [ticket] = await store.insertTickets(unit.trx, unit.shopId, [draft])
  return recorded(unit, ticket)
}

function recorded(unit: Unit, ticket: TicketRecord | undefined): TicketRecord {
  if (!ticket) throw new Error('a new ticket was not stored')
  unit.record({ type: 'ticket.created', ticket, data: { number: ticket.number, channel: ticket.channel } })
  return ticket
}

function customerFor({ actor, input: { customerId } }: Wish, known: Set<string>): string {
  if (actor.kind === 'customer') {
    if (customerId !== undefined && customerId !== actor.customerId)
      throw wrongCustomer('Expected your own id, or none.')
    return actor.customerId
  }
  if (customerId === undefined) throw wrongCustomer('Expected the id of the customer for whom the ticket is.')
  if (!known.has(customerId)) throw wrongCustomer('Expected the id of a customer of this shop.')
  return customerId
}

const wrongCustomer = (detail: string) =>
  new Failure('invalid', `customerId: ${detail}`, { errors: [{ path: 'customerId', detail }] })

/** Knows the shop's categories, departments and fields, as far as these tickets need them. */
async function openDrafter(
  { trx, shopId, at }: Work,
  inputs: Beginning[],
): Promise<(input: Beginning, customerId: string, by?: Actor['kind']) => store.TicketDraft> {
  const asked = inputs.some(({ category }) => category !== undefined)
  const categories = asked ? await listCategories(trx, shopId) : []
  const departments = await listDepartments(trx, shopId)
  const definitions = inputs.some(({ fields }) => fields) ? await fieldsOf({ trx, shopId }) : []
  return (input, customerId, by) => {
    if (by === 'customer') checkGiven(input, definitions)
    if (input.category !== undefined) checkChoice(categories, input.category, 'category')
    // An agent has read what they have written.
    const agentReadSeq = input.description && by !== 'agent' ? UNOPENED : 0
    const ticket = { ...draft(input, at), agentReadSeq, fields: checkFields(definitions, {}, input.fields ?? {}) }
    return { ...ticket, customerId, departmentId: routeOf(departments, ticket.category)?.id ?? null }
  }
}

const draft = (input: Beginning, at: Date) => ({
  id: newId(at.getTime()),
  subject: input.subject,
  description: input.description ?? '',
  status: 'open' as const,
  priority: priorityOf(input.priority ?? 'medium'),
  category: input.category ?? USUAL_CATEGORY,
  channel: input.channel ?? ('api' as const),
  orderId: input.orderId ?? null,
  tags: tidyTags(input.tags ?? []),
  ...NOTHING_SAID,
  createdAt: at,
  updatedAt: at,
})

/** Nobody of the shop has looked at it: its description is there to be read before the first message. */
const UNOPENED = -1

const NOTHING_SAID = {
  lastSeq: 0,
  lastPublicSeq: 0,
  customerReadSeq: 0,
  customerReadPublicSeq: 0,
  agentReadPublicSeq: 0,
  mailedSeq: 0,
}

import type { BulkAnswer, BulkChange, BulkResult, TicketChange } from '@comptoir/sdk/contract'
import { checkChoice } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { inParts } from '../platform/whole.ts'
import type { TicketRecord } from '../schema.ts'
import { lockTicket } from './actions.ts'
import { changeWithin, type Reroute } from './change.ts'
import { answerStatus, type Escalate, type PostNote } from './status.ts'
import * as store from './store.ts'

/** Gives a locked ticket to somebody or nobody, with the actor's rights. Given by `assignment`, which lives upstairs. */
export type Assign = (unit: Unit, actor: Actor, ticket: TicketRecord, agentId: string | null) => Promise<TicketRecord>

export interface BulkHands {
  note: PostNote
  escalate: Escalate
  reroute: Reroute
  assign: Assign
}

/** The same change to many tickets: each wholly or not at all, and each with its own result, in the order asked for. */
export async function changeTickets(
  ctx: Context,
  actor: Actor,
  { ids, change }: { ids: string[]; change: BulkChange },
  hands: BulkHands,
): Promise<BulkAnswer> {
  allow(actor, 'changeTicket')
  if (change.category !== undefined)
    checkChoice(await listCategories(ctx.db, actor.shopId), change.category, 'change.category')
  return inParts(async () => {
    const items: BulkResult[] = []
    for (const id of new Set(ids)) items.push(await changeOne(ctx, actor, id, change, hands))
    return { items }
  })
}

async function changeOne(
  ctx: Context,
  actor: Actor,
  id: string,
  change: BulkChange,
  hands: BulkHands,
): Promise<BulkResult> {
  try {
    const ticket = await ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) =>
      carryOut(unit, actor, await lockTicket(unit, actor, id), change, hands),
    )
    return { id, ok: true, ticket: store.ticketOf(ticket, 'agent') }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { id, ok: false, code: error.code, detail: error.message }
  }
}

async function carryOut(
  unit: Unit,
  actor: Actor,
  before: TicketRecord,
  { status, assigneeId, addTags, removeTags, ...about }: BulkChange,
  hands: BulkHands,
): Promise<TicketRecord> {
  const turned = (ticket: TicketRecord) =>
    status === undefined ? Promise.resolve(ticket) : answerStatus(unit, actor, ticket, { status }, hands)
  // What is closed must be opened first, and what is to be closed is changed before.
  const opensFirst = before.status === 'closed'
  let ticket = opensFirst ? await turned(before) : before
  const change: TicketChange = { ...about, ...tagsAfter(ticket, addTags, removeTags) }
  if (Object.keys(change).length > 0) ticket = await changeWithin(unit, ticket, change, hands.reroute)
  if (assigneeId !== undefined) ticket = await hands.assign(unit, actor, ticket, assigneeId)
  return opensFirst ? ticket : turned(ticket)
}

function tagsAfter({ tags }: TicketRecord, add: string[] = [], remove: string[] = []): { tags?: string[] } {
  if (add.length === 0 && remove.length === 0) return {}
  return { tags: [...tags, ...add].filter((tag) => !remove.includes(tag)) }
}

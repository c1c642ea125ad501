import type { StatusChange, Ticket } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { lockTicket, sideOf, turn } from './actions.ts'
import { checkSeen, checkTurn, type Seen } from './rules.ts'
import * as store from './store.ts'

/** Turns a ticket to the status that somebody asks for; the one it has already is no change. */
export function setStatus(
  ctx: Context,
  actor: Actor,
  ref: string,
  { seen = null, ...change }: StatusChange & { seen?: Seen },
  hands: { note: PostNote; escalate: Escalate },
): Promise<Ticket> {
  allow(actor, 'setStatus')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) => {
    const before = await lockTicket(unit, actor, ref)
    checkSeen(before, seen)
    return store.ticketOf(await answerStatus(unit, actor, before, change, hands), sideOf(actor))
  })
}

/** The same of a locked ticket, within somebody's unit. */
export async function answerStatus(
  unit: Unit,
  actor: Actor,
  before: TicketRecord,
  change: StatusChange,
  { note, escalate }: { note: PostNote; escalate: Escalate },
): Promise<TicketRecord> {
  if (change.notes !== undefined) allow(actor, 'postNote')
  if (before.status !== change.status || actor.role === 'user') checkTurn(before.status, change.status, actor.role)
  if (before.status !== change.status && before.mergedIntoId !== null)
    throw new Failure('conflict', 'The ticket is merged into another: undo that first.')
  const noted = change.notes === undefined ? before : await note(unit, before, change.notes)
  const asked = change.status === 'escalated' && before.status !== 'escalated'
  return asked ? escalate(unit, noted, change.notes ?? null) : turn(unit, noted, change.status, 'asked')
}

/** Writes an internal note within the unit. Given by `chat`, which lives upstairs. */
export type PostNote = (unit: Unit, ticket: TicketRecord, text: string) => Promise<TicketRecord>

/** Escalates a ticket within the unit, by hand and for this reason. Given by `escalation`, which lives upstairs. */
export type Escalate = (unit: Unit, ticket: TicketRecord, reason: string | null) => Promise<TicketRecord>

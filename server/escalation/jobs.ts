import type { Deadline, Fact } from '@comptoir/sdk/contract'
import type { Unit } from '../platform/commit.ts'
import type { Trx } from '../platform/db.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { cancelJob, defineJob, FIRST } from '../platform/jobs.ts'
import type { ShopRecord, TicketRecord, Wait } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { findTicket } from '../tickets/store.ts'
import { clocksOf, type Deed, isSame, newWait, waitAfter } from './rules.ts'
import { setClocks } from './store.ts'

export const ringClock = defineJob<{ shopId: string; ticketId: string }>('escalation.clock')
export const rewindClocks = defineJob<{ shopId: string }>('escalation.rewind')
export const weighRating = defineJob<{ shopId: string; ticketId: string; score: number; position: number }>(
  'escalation.rating',
)

const clockKey = (ticketId: string): string => `escalation.clock:${ticketId}`

/** Winds, rewinds or stops a ticket's clock, in the transaction of whatever has happened to it. */
export async function keepClock(unit: Unit, { ticket, fact }: { ticket: TicketRecord; fact: Fact }): Promise<void> {
  const created = fact.type === 'ticket.created'
  const deed = created ? null : deedOf(fact)
  const at = unit.at.toISOString()
  if (!created && isSame(waitOf(ticket), waitAfter(waitOf(ticket), ticket, deed, at))) return
  // What this unit has written since the fact was recorded, clocks among it, is not in the fact's row.
  const now = created ? ticket : await findTicket(unit.trx, { shopId: unit.shopId, customerId: null }, ticket.id)
  const shop = now && (await findShop(unit.trx, unit.shopId))
  if (!now || !shop) return
  const wait = created ? newWait(now) : waitAfter(waitOf(now), now, deed, at)
  await setClocks(unit.trx, now, {
    wait,
    deadline: await wind(unit.trx, now, wait, shop, unit.at),
  })
}

/** Winds the clock to the nearest deadline, or stops it where there is none. */
export async function wind(
  trx: Trx,
  ticket: TicketRecord,
  wait: Wait,
  shop: ShopRecord,
  now: Date,
): Promise<Deadline | null> {
  const deadline = clocksOf(ticket, wait, shop.settings)[0] ?? null
  const key = clockKey(ticket.id)
  if (!deadline) {
    if (ticket.deadline) await cancelJob(trx, key)
    return null
  }
  // By the database's clock, which says when a job's time has come: two clocks that differ do not move the deadline.
  const delay = Math.max(0, Date.parse(deadline.at) - now.getTime())
  await ringClock.add(trx, { shopId: ticket.shopId, ticketId: ticket.id }, { key, delay, priority: FIRST })
  return deadline
}

/** Of a ticket that is older than its clocks, all that is known is whether it was ever answered. */
export const waitOf = (ticket: TicketRecord): Wait => ticket.wait ?? newWait(ticket, ticket.firstAnsweredAt !== null)

function deedOf({ type, actor, data }: Fact): Deed {
  if (actor.kind !== 'agent') return null
  return type === 'message.posted' && data.type === 'agent_message' ? 'answered' : 'touched'
}

/** A shop's settings may have changed: they are judged where the clocks are rewound. */
export async function rewindLater(trx: Trx, before: ShopRecord, after: ShopRecord): Promise<void> {
  const { escalation, hours } = after.settings
  if (JSON.stringify([escalation, hours]) === JSON.stringify([before.settings.escalation, before.settings.hours]))
    return
  const key = `escalation.rewind:${after.id}`
  await rewindClocks.add(trx, { shopId: after.id }, { key, priority: FIRST })
  // Tickets that were being made meanwhile, by the old settings, are found by the second turn.
  await rewindClocks.add(trx, { shopId: after.id }, { key: `${key}:again`, delay: 30_000, priority: FIRST })
}

/** A bad rating escalates; how bad is bad is asked when its job runs. */
export async function weighLater(unit: Unit, { ticket, fact }: HappenedOf<'ticket.rated'>): Promise<void> {
  const payload = { shopId: unit.shopId, ticketId: ticket.id, score: fact.data.score, position: fact.position }
  await weighRating.add(unit.trx, payload, { priority: FIRST })
}

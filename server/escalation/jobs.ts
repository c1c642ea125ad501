import type { Deadline, Fact } from '@comptoir/sdk/contract'
import type { Work } from '../platform/commit.ts'
import type { Trx } from '../platform/db.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { cancelJob, defineJob, FIRST } from '../platform/jobs.ts'
import { changeRows } from '../platform/rows.ts'
import type { ShopRecord, TicketRecord, Wait } from '../schema.ts'
import { recallShop } from '../shops/store.ts'
import { findTicket } from '../tickets/store.ts'
import { clocksOf, type Deed, isSame, newWait, waitAfter } from './rules.ts'
import { setClocks } from './store.ts'

export const ringClock = defineJob<{ shopId: string; ticketId: string }>('escalation.clock')
export const rewindClocks = defineJob<{ shopId: string }>('escalation.rewind')
export const weighRating = defineJob<{ shopId: string; ticketId: string; score: number; position: number }>(
  'escalation.rating',
)

const clockKey = (ticketId: string): string => `escalation.clock:${ticketId}`

interface OfTicket {
  ticket: TicketRecord
  fact: Fact
}

/** Winds, rewinds or stops the clocks of tickets, in the transaction of whatever has happened to them. */
export async function keepClocks(work: Work, happened: OfTicket[]): Promise<void> {
  const moved = happened.filter((one) => movesClock(work, one))
  const shop = moved.length > 0 && (await recallShop(work.trx, work.shopId))
  if (!shop) return
  const isNew = ({ fact }: OfTicket) => fact.type === 'ticket.created'
  await startClocks(
    work,
    shop,
    moved.filter(isNew).map(({ ticket }) => ticket),
  )
  for (const one of moved) if (!isNew(one)) await keepClock(work, shop, one)
}

/** Clocks of new tickets, all by one statement. */
async function startClocks({ trx, at }: Work, { settings }: ShopRecord, tickets: TicketRecord[]): Promise<void> {
  const clocks = tickets.map((ticket) => {
    const wait = newWait(ticket)
    return { shopId: ticket.shopId, id: ticket.id, wait, deadline: clocksOf(ticket, wait, settings)[0] ?? null }
  })
  await changeRows(trx, 'tickets', clocks)
  await ringClock.addMany(
    trx,
    clocks.flatMap(({ shopId, id, deadline }) => (deadline ? [ringing({ shopId, id }, deadline, at)] : [])),
  )
}

function movesClock({ at }: Work, { ticket, fact }: OfTicket): boolean {
  if (fact.type === 'ticket.created') return true
  return !isSame(waitOf(ticket), waitAfter(waitOf(ticket), ticket, deedOf(fact), at.toISOString()))
}

async function keepClock(work: Work, shop: ShopRecord, { ticket, fact }: OfTicket): Promise<void> {
  // What this unit has written since the fact was recorded, clocks among it, is not in the fact's row.
  const now = await findTicket(work.trx, { shopId: work.shopId, customerId: null }, ticket.id)
  if (!now) return
  const wait = waitAfter(waitOf(now), now, deedOf(fact), work.at.toISOString())
  await setClocks(work.trx, now, {
    wait,
    deadline: await wind(work.trx, now, wait, shop, work.at),
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
  if (!deadline) {
    if (ticket.deadline) await cancelJob(trx, clockKey(ticket.id))
    return null
  }
  const { payload, ...timing } = ringing(ticket, deadline, now)
  await ringClock.add(trx, payload, timing)
  return deadline
}

/** By the database's clock, which says when a job's time has come: two clocks that differ do not move the deadline. */
const ringing = ({ shopId, id }: Pick<TicketRecord, 'shopId' | 'id'>, deadline: Deadline, now: Date) => ({
  payload: { shopId, ticketId: id },
  key: clockKey(id),
  delay: Math.max(0, Date.parse(deadline.at) - now.getTime()),
  priority: FIRST,
})

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
export async function weighLater(work: Work, { ticket, fact }: HappenedOf<'ticket.rated'>): Promise<void> {
  const payload = { shopId: work.shopId, ticketId: ticket.id, score: fact.data.score, position: fact.position }
  await weighRating.add(work.trx, payload, { priority: FIRST })
}

import { giveOutFor, giveOutLater } from '../departments/jobs.ts'
import type { Unit } from '../platform/commit.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { mindAbsenceLater } from '../presence/jobs.ts'
import { findAttendance } from '../presence/store.ts'
import type { TicketRecord } from '../schema.ts'
import { WAITING } from '../tickets/rules.ts'
import { wantsHolder } from './rules.ts'

/** A ticket that waits for the shop and is nobody's is given out. */
export async function ensureHolder(unit: Unit, { ticket }: { ticket: TicketRecord }): Promise<void> {
  const { shopId, departmentId } = ticket
  if (departmentId !== null && wantsHolder(ticket)) await giveOutLater(unit.trx, { shopId, id: departmentId })
}

/** Whoever has one ticket less to do may get the next. */
export async function refillHolder(unit: Unit, { ticket, fact }: HappenedOf<'ticket.status_changed'>): Promise<void> {
  const { from, to } = fact.data
  if (ticket.assigneeId === null || !WAITING.includes(from) || WAITING.includes(to)) return
  await giveOutFor(unit.trx, unit.shopId, ticket.assigneeId)
}

/** A ticket that is gone takes nobody's time. */
export async function refillLeft(unit: Unit, { ticket }: { ticket: TicketRecord }): Promise<void> {
  if (ticket.assigneeId !== null) await giveOutFor(unit.trx, unit.shopId, ticket.assigneeId)
}

export async function refillFormer(unit: Unit, { fact }: HappenedOf<'ticket.assigned'>): Promise<void> {
  if (fact.data.from !== null) await giveOutFor(unit.trx, unit.shopId, fact.data.from)
}

/** A chat whose customer waits for somebody who is not there is not left with them for ever. */
export async function mindHolder(unit: Unit, { ticket }: { ticket: TicketRecord }): Promise<void> {
  const { shopId, assigneeId, channel } = ticket
  if (assigneeId === null || channel !== 'chat') return
  const attendance = await findAttendance(unit.trx, { shopId, agentId: assigneeId })
  if (attendance?.state !== 'present') await mindAbsenceLater(unit.trx, { shopId, agentId: assigneeId })
}

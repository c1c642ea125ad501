import { giveOutFor, giveOutLater } from '../departments/jobs.ts'
import type { Work } from '../platform/commit.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { mindAbsenceLater } from '../presence/jobs.ts'
import { listPresent } from '../presence/store.ts'
import type { TicketRecord } from '../schema.ts'
import { WAITING } from '../tickets/rules.ts'
import { wantsHolder } from './rules.ts'

/** Tickets that wait for the shop and are nobody's are given out. */
export async function ensureHolders({ trx, shopId }: Work, happened: { ticket: TicketRecord }[]): Promise<void> {
  const wanting = happened.flatMap(({ ticket }) => (wantsHolder(ticket) ? (ticket.departmentId ?? []) : []))
  for (const id of new Set(wanting)) await giveOutLater(trx, { shopId, id })
}

/** Whoever has one ticket less to do may get the next. */
export async function refillHolder(work: Work, { ticket, fact }: HappenedOf<'ticket.status_changed'>): Promise<void> {
  const { from, to } = fact.data
  if (ticket.assigneeId === null || !WAITING.includes(from) || WAITING.includes(to)) return
  await giveOutFor(work.trx, work.shopId, ticket.assigneeId)
}

/** A ticket that is gone takes nobody's time. */
export async function refillLeft(work: Work, { ticket }: { ticket: TicketRecord }): Promise<void> {
  if (ticket.assigneeId !== null) await giveOutFor(work.trx, work.shopId, ticket.assigneeId)
}

export async function refillFormer(work: Work, { fact }: HappenedOf<'ticket.assigned'>): Promise<void> {
  if (fact.data.from !== null) await giveOutFor(work.trx, work.shopId, fact.data.from)
}

/** A chat whose customer waits for somebody who is not there is not left with them for ever. */
export async function mindHolders({ trx, shopId }: Work, happened: { ticket: TicketRecord }[]): Promise<void> {
  const holders = happened.flatMap(({ ticket }) =>
    ticket.assigneeId !== null && ticket.channel === 'chat' ? [ticket.assigneeId] : [],
  )
  if (holders.length === 0) return
  const present = new Set(await listPresent(trx, shopId, holders))
  for (const agentId of new Set(holders)) if (!present.has(agentId)) await mindAbsenceLater(trx, { shopId, agentId })
}

import type { EscalationRule } from '@comptoir/sdk/contract'
import type { Unit } from '../platform/commit.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { defineJob } from '../platform/jobs.ts'
import { durationOf } from '../shops/rules.ts'
import { findShop } from '../shops/store.ts'

interface TicketPayload {
  shopId: string
  ticketId: string
}

export const confirmTicket = defineJob<TicketPayload>('mail.confirm_ticket')
export const mailAnswers = defineJob<TicketPayload>('mail.answers')
export const mailMessages = defineJob<TicketPayload>('mail.messages')
export const mailHolder = defineJob<TicketPayload & { agentId: string }>('mail.assigned')
export const mailEnd = defineJob<TicketPayload & { status: 'resolved' | 'closed' }>('mail.ended')
export const mailLeads = defineJob<TicketPayload & { rule: EscalationRule; reason: string | null; by: string | null }>(
  'mail.escalated',
)
export const sendMail = defineJob<{ shopId: string; mailId: string }>('mail.send')

/** One clock a ticket: every further answer winds it anew, so that several go out in one mail. */
export const answersKey = (ticketId: string): string => `mail.answers:${ticketId}`
export const messagesKey = (ticketId: string): string => `mail.messages:${ticketId}`

export async function confirmLater(unit: Unit, { ticket }: HappenedOf<'ticket.created'>): Promise<void> {
  await confirmTicket.add(unit.trx, { shopId: unit.shopId, ticketId: ticket.id })
}

/** What one side writes is mailed to the other, if it has not been seen after a quiet while. */
export async function tellTheAbsent(unit: Unit, { ticket, message }: HappenedOf<'message.posted'>): Promise<void> {
  const { shopId, trx } = unit
  if (message.type !== 'agent_message' && message.type !== 'customer_message') return
  const shop = await findShop(trx, shopId)
  const quiet = durationOf(shop?.settings.mail.quietClosed ?? '') ?? 0
  const [job, key] =
    message.type === 'agent_message' ? [mailAnswers, answersKey(ticket.id)] : [mailMessages, messagesKey(ticket.id)]
  await job.add(trx, { shopId, ticketId: ticket.id }, { key, runAt: new Date(unit.at.getTime() + quiet) })
}

/** Not who took it themselves, nor to whom it was escalated: that is a mail of its own. */
export async function tellHolder(unit: Unit, { ticket, fact }: HappenedOf<'ticket.assigned'>): Promise<void> {
  const { to, reason } = fact.data
  if (to === null || to === fact.actor.id || reason.by === 'escalation') return
  await mailHolder.add(unit.trx, { shopId: unit.shopId, ticketId: ticket.id, agentId: to })
}

export async function tellEnd(unit: Unit, { ticket, fact }: HappenedOf<'ticket.status_changed'>): Promise<void> {
  const { to, because } = fact.data
  // What goes on in another ticket has not ended.
  if ((to !== 'resolved' && to !== 'closed') || because === 'merged' || fact.actor.kind === 'customer') return
  await mailEnd.add(unit.trx, { shopId: unit.shopId, ticketId: ticket.id, status: to })
}

export async function tellLeads(unit: Unit, { ticket, fact }: HappenedOf<'ticket.escalated'>): Promise<void> {
  const { rule, reason } = fact.data
  const payload = { shopId: unit.shopId, ticketId: ticket.id, rule, reason, by: fact.actor.id }
  await mailLeads.add(unit.trx, payload)
}

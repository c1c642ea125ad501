import type { EscalationRule, MessageType } from '@comptoir/sdk/contract'
import type { Work } from '../platform/commit.ts'
import type { Trx } from '../platform/db.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { defineJob } from '../platform/jobs.ts'
import type { MailRecord } from '../schema.ts'
import { durationOf } from '../shops/rules.ts'
import { recallShop } from '../shops/store.ts'
import { laneOf } from './rules.ts'

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
export const sendMail = defineJob<{ shopId: string; mailId: string; since?: string }>('mail.send')

/** A mail on its way, now or after `delay` milliseconds; those of one ticket go in their order. */
export const sendLater = (
  trx: Trx,
  { shopId, id, ticketId, createdAt }: Pick<MailRecord, 'shopId' | 'id' | 'ticketId' | 'createdAt'>,
  delay = 0,
): Promise<void> =>
  sendMail.add(
    trx,
    { shopId, mailId: id, since: createdAt.toISOString() },
    { queue: `mail.${laneOf(ticketId ?? id)}`, ...(delay > 0 && { delay }) },
  )

/** One clock a ticket: every further answer winds it anew, so that several go out in one mail. */
export const answersKey = (ticketId: string): string => `mail.answers:${ticketId}`
export const messagesKey = (ticketId: string): string => `mail.messages:${ticketId}`

export const confirmLater = ({ trx, shopId }: Work, created: HappenedOf<'ticket.created'>[]): Promise<void> =>
  confirmTicket.addMany(
    trx,
    created.map(({ ticket }) => ({ payload: { shopId, ticketId: ticket.id } })),
  )

/** What one side writes is mailed to the other, if it has not been seen after a quiet while. */
export async function tellTheAbsent({ trx, shopId, at }: Work, posted: HappenedOf<'message.posted'>[]): Promise<void> {
  const shop = await recallShop(trx, shopId)
  const runAt = new Date(at.getTime() + (durationOf(shop?.settings.mail.quietClosed ?? '') ?? 0))
  const clocks = (type: MessageType, keyOf: (ticketId: string) => string) =>
    posted
      .filter(({ message }) => message.type === type)
      .map(({ ticket: { id } }) => ({ payload: { shopId, ticketId: id }, key: keyOf(id), runAt }))
  await mailAnswers.ensureMany(trx, clocks('agent_message', answersKey))
  await mailMessages.ensureMany(trx, clocks('customer_message', messagesKey))
}

/** Not who took it themselves, nor to whom it was escalated: that is a mail of its own. */
export async function tellHolder(work: Work, { ticket, fact }: HappenedOf<'ticket.assigned'>): Promise<void> {
  const { to, reason } = fact.data
  if (to === null || to === fact.actor.id || reason.by === 'escalation') return
  await mailHolder.add(work.trx, { shopId: work.shopId, ticketId: ticket.id, agentId: to })
}

export async function tellEnd(work: Work, { ticket, fact }: HappenedOf<'ticket.status_changed'>): Promise<void> {
  const { to, because } = fact.data
  // What goes on in another ticket has not ended.
  if ((to !== 'resolved' && to !== 'closed') || because === 'merged' || fact.actor.kind === 'customer') return
  await mailEnd.add(work.trx, { shopId: work.shopId, ticketId: ticket.id, status: to })
}

export async function tellLeads(work: Work, { ticket, fact }: HappenedOf<'ticket.escalated'>): Promise<void> {
  const { rule, reason } = fact.data
  const payload = { shopId: work.shopId, ticketId: ticket.id, rule, reason, by: fact.actor.id }
  await mailLeads.add(work.trx, payload)
}

import type { Unit } from '../platform/commit.ts'
import type { HappenedOf } from '../platform/happening.ts'
import { defineJob } from '../platform/jobs.ts'
import { durationOf } from '../shops/rules.ts'
import { findShop } from '../shops/store.ts'

export const confirmTicket = defineJob<{ shopId: string; ticketId: string }>('mail.confirm_ticket')
export const mailAnswers = defineJob<{ shopId: string; ticketId: string }>('mail.answers')
export const sendMail = defineJob<{ shopId: string; mailId: string }>('mail.send')

/** One clock a ticket: every further answer winds it anew, so that several go out in one mail. */
export const answersKey = (ticketId: string): string => `mail.answers:${ticketId}`

export async function confirmLater(unit: Unit, { ticket }: HappenedOf<'ticket.created'>): Promise<void> {
  await confirmTicket.add(unit.trx, { shopId: unit.shopId, ticketId: ticket.id })
}

export async function tellTheAbsent(unit: Unit, { ticket, message }: HappenedOf<'message.posted'>): Promise<void> {
  if (message.type !== 'agent_message') return
  const shop = await findShop(unit.trx, unit.shopId)
  const quiet = durationOf(shop?.settings.mail.quietClosed ?? '') ?? 0
  const payload = { shopId: unit.shopId, ticketId: ticket.id }
  await mailAnswers.add(unit.trx, payload, { key: answersKey(ticket.id), runAt: new Date(unit.at.getTime() + quiet) })
}

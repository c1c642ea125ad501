import type { EscalationRule } from '@comptoir/sdk/contract'
import { listLeads } from '../departments/store.ts'
import { findAgent, listAdmins } from '../identity/store.ts'
import type { Context } from '../platform/context.ts'
import { findAttendance } from '../presence/store.ts'
import { durationOf } from '../shops/rules.ts'
import { changeTicket } from '../tickets/store.ts'
import { about, type Reader, type TicketPayload, type Topic, write } from './compose.ts'
import { mailMessages, messagesKey } from './jobs.ts'
import { whenToTellAgent } from './rules.ts'
import * as store from './store.ts'

/** The ticket in the console. */
export const deskOf = (ctx: Context, { ticket }: Pick<Topic, 'ticket'>): string =>
  `${ctx.config.publicUrl}/tickets/${ticket.number}`

/** Agents read their mail in the shop's language. `null` for who has left the shop. */
async function agentReader({ trx, shop }: Topic, agentId: string): Promise<Reader | null> {
  const agent = await findAgent(trx, shop.id, agentId)
  return agent ? { address: agent.email, name: agent.name, locale: null, verified: true } : null
}

/** C2: the agent learns that a ticket is theirs; not if it is another's again by now. */
export function mailItsHolder(ctx: Context, payload: TicketPayload & { agentId: string }): Promise<void> {
  return about(ctx, payload, async (topic) => {
    if (topic.ticket.assigneeId !== payload.agentId) return
    const reader = await agentReader(topic, payload.agentId)
    if (reader) await write(ctx, topic, reader, 'ticket_assigned', { link: deskOf(ctx, topic) })
  })
}

/** C4: messages that no agent has seen go to who holds the ticket, unless they are there to see them. */
export function mailUnseenMessages(ctx: Context, payload: TicketPayload): Promise<void> {
  return about(ctx, payload, async (topic) => {
    const { trx, shop, ticket } = topic
    if (ticket.assigneeId === null) return
    const messages = await store.listUnseenMessages(trx, ticket)
    const attendance = await findAttendance(trx, { shopId: shop.id, agentId: ticket.assigneeId })
    const unseen = {
      newestAt: messages.at(-1)?.createdAt.getTime() ?? null,
      isPresent: attendance?.state === 'present',
      quietClosed: durationOf(shop.settings.mail.quietClosed) ?? 0,
      quietOpen: durationOf(shop.settings.mail.quietOpen) ?? 0,
    }
    const now = ctx.clock().getTime()
    const due = whenToTellAgent(unseen, now)
    if (due === 'never') return
    const key = messagesKey(ticket.id)
    if (due !== 'now') return mailMessages.add(trx, payload, { key, delay: due.getTime() - now })
    const reader = await agentReader(topic, ticket.assigneeId)
    if (!reader) return
    await write(ctx, topic, reader, 'customer_message', { quotes: messages, link: deskOf(ctx, topic) })
    await changeTicket(trx, ticket, { agentMailedSeq: messages.at(-1)?.seq ?? ticket.agentMailedSeq })
    if (messages.length === store.MESSAGES_IN_ONE_MAIL) await mailMessages.add(trx, payload, { key })
  })
}

interface EscalationPayload extends TicketPayload {
  rule: EscalationRule
  reason: string | null
  /** Who did it: they know. */
  by: string | null
}

/** C7: an escalation, to the leads of its department, or to the shop's admins where nobody leads it. */
export function mailItsLeads(ctx: Context, { rule, reason, by, ...payload }: EscalationPayload): Promise<void> {
  return about(ctx, payload, async (topic) => {
    const { trx, shop, ticket } = topic
    const leads = ticket.departmentId === null ? [] : await listLeads(trx, shop.id, ticket.departmentId)
    const told = leads.length > 0 ? leads : await listAdmins(trx, shop.id)
    for (const agentId of told.filter((id) => id !== by)) {
      const reader = await agentReader(topic, agentId)
      const content = { escalation: { rule, reason }, link: deskOf(ctx, topic) }
      if (reader) await write(ctx, topic, reader, 'ticket_escalated', content)
    }
  })
}

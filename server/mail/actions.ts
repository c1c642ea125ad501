import type { MailLogEntry, Page } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import { ratingLink } from '../ratings/link.ts'
import { isRateable } from '../ratings/rules.ts'
import { durationOf } from '../shops/rules.ts'
import { changeTicket, findTicket } from '../tickets/store.ts'
import { isHere } from '../visits/store.ts'
import { about, readerOf, type TicketPayload, type Topic, write } from './compose.ts'
import { answersKey, mailAnswers } from './jobs.ts'
import { whenToMail } from './rules.ts'
import * as store from './store.ts'

/** The customer's page: where the tag is. */
export const siteOf = ({ shop }: Pick<Topic, 'shop'>): string | null => shop.origins[0] ?? null

/** C1: the customer learns that their ticket has come in. */
export function confirm(ctx: Context, payload: TicketPayload): Promise<void> {
  return about(ctx, payload, async (topic) => {
    const reader = readerOf(topic.customer)
    if (reader) await write(ctx, topic, reader, 'ticket_created', { link: siteOf(topic) })
  })
}

/** C3: answers that the customer has not seen after the quiet while go out, several in one mail. */
export async function mailUnseenAnswers(ctx: Context, payload: TicketPayload): Promise<void> {
  const pageOpen = await isCustomerHere(ctx, payload)
  await about(ctx, payload, async (topic) => {
    const { trx, shop, ticket } = topic
    const reader = readerOf(topic.customer)
    if (!reader) return
    const answers = await store.listUnseenAnswers(trx, ticket)
    const newestAt = answers.at(-1)?.createdAt.getTime() ?? null
    const { quietClosed, quietOpen } = shop.settings.mail
    const quiet = { quietClosed: durationOf(quietClosed) ?? 0, quietOpen: durationOf(quietOpen) ?? 0 }
    const now = ctx.clock().getTime()
    const due = whenToMail({ newestAt, pageOpen, ...quiet }, now)
    if (due === 'never') return
    const key = answersKey(ticket.id)
    if (due !== 'now') return mailAnswers.add(trx, payload, { key, delay: due.getTime() - now })
    await write(ctx, topic, reader, 'new_answer', { quotes: answers, link: siteOf(topic) })
    await changeTicket(trx, ticket, { mailedSeq: answers.at(-1)?.seq ?? ticket.mailedSeq })
    if (answers.length === store.MESSAGES_IN_ONE_MAIL) await mailAnswers.add(trx, payload, { key })
  })
}

async function isCustomerHere({ db }: Context, { shopId, ticketId }: TicketPayload): Promise<boolean> {
  const ticket = await findTicket(db, { shopId, customerId: null }, ticketId)
  return ticket !== undefined && isHere(db, shopId, ticket.customerId)
}

/** C5 and C6: resolved, with the request to rate, or closed. If it has gone on meanwhile, there is nothing to tell. */
export function mailItsEnd(ctx: Context, payload: TicketPayload & { status: 'resolved' | 'closed' }): Promise<void> {
  return about(ctx, payload, async (topic) => {
    const { ticket } = topic
    const reader = readerOf(topic.customer)
    if (!reader || ticket.status !== payload.status) return
    const asks = payload.status === 'resolved' && isRateable(ticket)
    const link = asks ? ratingLink(ctx, ticket) : siteOf(topic)
    await write(ctx, topic, reader, payload.status === 'resolved' ? 'ticket_resolved' : 'ticket_closed', { link })
  })
}

export async function readMailLog(
  ctx: Context,
  actor: Actor,
  range: { cursor?: string | undefined; limit: number },
): Promise<Page<MailLogEntry>> {
  allow(actor, 'readMailLog')
  const mails = await store.listMails(ctx.db, actor.shopId, range)
  const { rows, nextCursor } = page(mails, range.limit, (mail) => ({ at: mail.createdAt, id: mail.id }))
  return { items: rows.map(store.mailLogEntryOf), nextCursor }
}

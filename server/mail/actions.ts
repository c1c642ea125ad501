import { type MailLogEntry, newId, type Page } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { customerOf, findCustomer } from '../identity/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import type { Trx } from '../platform/db.ts'
import { rooms } from '../platform/live.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { CustomerRecord, MessageRecord, ShopRecord, TicketRecord } from '../schema.ts'
import { durationOf } from '../shops/rules.ts'
import { findShop } from '../shops/store.ts'
import { changeTicket, findTicket, lockTicket } from '../tickets/store.ts'
import { answersKey, mailAnswers, sendMail } from './jobs.ts'
import { domainOf, mailLocale, ticketMessageId, whenToMail } from './rules.ts'
import * as store from './store.ts'
import { MAIL_LOCALES, type MailKind, render } from './templates/index.ts'

interface About {
  trx: Trx
  shop: ShopRecord
  ticket: TicketRecord
  customer: CustomerRecord & { email: string }
}

/** C1: the customer learns that their ticket has come in. */
export function confirm(ctx: Context, { shopId, ticketId }: { shopId: string; ticketId: string }): Promise<void> {
  return about(ctx, shopId, ticketId, (topic) => write(ctx, topic, 'ticket_created', []))
}

/** C3: answers that the customer has not seen after the quiet while go out, several in one mail. */
export async function mailUnseenAnswers(
  ctx: Context,
  { shopId, ticketId }: { shopId: string; ticketId: string },
): Promise<void> {
  const pageOpen = (await ctx.io.in(await customerRoom(ctx, shopId, ticketId)).fetchSockets()).length > 0
  await about(ctx, shopId, ticketId, async (topic) => {
    const { trx, shop, ticket } = topic
    const answers = await store.listUnseenAnswers(trx, ticket)
    const newestAt = answers.at(-1)?.createdAt.getTime() ?? null
    const { quietClosed, quietOpen } = shop.settings.mail
    const quiet = { quietClosed: durationOf(quietClosed) ?? 0, quietOpen: durationOf(quietOpen) ?? 0 }
    const due = whenToMail({ newestAt, pageOpen, ...quiet }, ctx.clock().getTime())
    if (due === 'never') return
    if (due !== 'now') return mailAnswers.add(trx, { shopId, ticketId }, { key: answersKey(ticketId), runAt: due })
    await write(ctx, topic, 'new_answer', answers)
    await changeTicket(trx, ticket, { mailedSeq: answers.at(-1)?.seq ?? ticket.mailedSeq })
    if (answers.length === store.ANSWERS_IN_ONE_MAIL)
      await mailAnswers.add(trx, { shopId, ticketId }, { key: answersKey(ticketId), runAt: ctx.clock() })
  })
}

async function customerRoom(ctx: Context, shopId: string, ticketId: string): Promise<string> {
  const ticket = await findTicket(ctx.db, { shopId, customerId: null }, ticketId)
  return rooms.customer(shopId, ticket?.customerId ?? '')
}

/** With the ticket locked, so that two workers do not mail one answer twice. Nothing happens for a customer without an address. */
function about(ctx: Context, shopId: string, ticketId: string, work: (topic: About) => Promise<void>): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const ticket = await lockTicket(trx, { shopId, customerId: null }, ticketId)
    const shop = await findShop(trx, shopId)
    const customer = ticket && (await findCustomer(trx, shopId, ticket.customerId))
    if (!ticket || !shop || !customer?.email) return
    await work({ trx, shop, ticket, customer: { ...customer, email: customer.email } })
  })
}

async function write(
  ctx: Context,
  { trx, shop, ticket, customer }: About,
  kind: MailKind,
  answers: MessageRecord[],
): Promise<void> {
  const locale = mailLocale(MAIL_LOCALES, customerOf(customer), shop, 'en')
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const rendered = render(kind, locale, {
    shop: { name: shop.name },
    customer: { name: customer.name },
    ticket: { number: ticket.number, subject: ticket.subject },
    verified: customer.standing === 'verified',
    answers: answers.map((answer) => ({
      author: answer.authorName ?? shop.name,
      at: `${time.format(answer.createdAt)} UTC`,
      text: answer.message,
    })),
    link: shop.origins[0] ?? null,
  })
  const mailId = newId()
  const domain = domainOf(ctx.config.mailFrom.address)
  const root = ticketMessageId(ticket.id, domain)
  const first = kind === 'ticket_created'
  const ids = { messageId: first ? root : `<${mailId}@${domain}>`, references: first ? [] : [root] }
  const row = {
    shopId: shop.id,
    id: mailId,
    ticketId: ticket.id,
    kind,
    recipient: customer.email,
    createdAt: ctx.clock(),
  }
  await store.insertMail(trx, { ...row, ...ids, ...rendered })
  await sendMail.add(trx, { shopId: shop.id, mailId })
}

/** Gives one mail to the mail server; without one it is kept in the log. Throws to be tried again, with the same Message-ID. */
export async function deliverMail(
  ctx: Context,
  mailer: Mailer | null,
  { shopId, mailId }: { shopId: string; mailId: string },
  last: boolean,
): Promise<void> {
  const mail = await store.findMail(ctx.db, shopId, mailId)
  if (!mail || mail.state === 'sent' || mail.state === 'failed') return
  if (!mailer) return store.turnMail(ctx.db, mail, { state: 'kept', lastError: null, sentAt: null })
  const shop = await findShop(ctx.db, shopId)
  const from = { ...ctx.config.mailFrom, name: ctx.config.mailFrom.name || (shop?.name ?? '') }
  const { recipient, subject, body, html, messageId, references } = mail
  const posting = await mailer.post({ from, to: recipient, subject, text: body, html, messageId, references })
  if (posting.outcome === 'sent')
    return store.turnMail(ctx.db, mail, { state: 'sent', lastError: null, sentAt: ctx.clock() })
  const over = posting.outcome === 'refused' || last
  const state = over ? 'failed' : posting.outcome === 'uncertain' ? 'uncertain' : 'queued'
  await store.turnMail(ctx.db, mail, { state, lastError: posting.reason, sentAt: null })
  if (!over) throw new Error(`mail ${mailId}: ${posting.reason}`)
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

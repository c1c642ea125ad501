import { MAIL_LOCALES, type MailKind, newId } from '@comptoir/sdk/contract'
import { findCustomer } from '../identity/store.ts'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import type { CustomerRecord, MessageRecord, ShopRecord, TicketRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { lockTicket } from '../tickets/store.ts'
import { findOpening } from './inbound/store.ts'
import { sendLater } from './jobs.ts'
import { domainOf, isOneTooMany, mailLocale, ticketMessageId } from './rules.ts'
import { stopLink } from './stop/link.ts'
import { isStopped } from './stop/store.ts'
import * as store from './store.ts'
import { isToAgents, type MailView, render } from './templates/index.ts'
import { findTemplate } from './templates/store.ts'

export interface Topic {
  trx: Trx
  shop: ShopRecord
  ticket: TicketRecord
  customer: CustomerRecord
}

export interface Reader {
  address: string
  locale: string | null
  /** Whether the address is known to be theirs. */
  verified: boolean
  /** An agent's. */
  name?: string
}

export interface TicketPayload {
  shopId: string
  ticketId: string
}

/** With the ticket locked, so that two workers do not mail one thing twice. */
export function about(
  ctx: Context,
  { shopId, ticketId }: TicketPayload,
  work: (topic: Topic) => Promise<void>,
): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const ticket = await lockTicket(trx, { shopId, customerId: null }, ticketId)
    const shop = await findShop(trx, shopId)
    const customer = ticket && (await findCustomer(trx, shopId, ticket.customerId))
    if (ticket && shop && customer) await work({ trx, shop, ticket, customer })
  })
}

/** `null` for a customer of whom no address is known. */
export const readerOf = ({ email, locale, standing }: CustomerRecord): Reader | null =>
  email === null ? null : { address: email, locale, verified: standing === 'verified' }

export interface Content {
  quotes?: MessageRecord[]
  escalation?: MailView['escalation']
  link: string | null
}

/** What a template can say of a ticket, to this reader. */
export function viewOf(
  { shop, ticket, customer }: Omit<Topic, 'trx'>,
  reader: Reader,
  { quotes = [], escalation, link }: Content,
): MailView {
  const locale = mailLocale(MAIL_LOCALES, reader, shop, 'en')
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const { number, subject, status, priority, category } = ticket
  return {
    shop: { name: shop.name },
    customer: { name: customer.name },
    agent: { name: reader.name ?? null },
    ticket: { number, subject, status, priority, category },
    escalation: escalation ?? { rule: null, reason: null },
    verified: reader.verified,
    answers: quotes.map(({ authorName, authorKind, createdAt, message, files }) => ({
      author: authorName ?? (authorKind === 'agent' ? shop.name : '?'),
      at: `${time.format(createdAt)} UTC`,
      text: [message, ...files.map(({ name }) => `[${name}]`)].filter((line) => line !== '').join('\n'),
    })),
    link,
  }
}

/** Puts a mail into the log, and on its way unless the reader has had enough of them. */
export async function write(
  ctx: Context,
  topic: Topic,
  reader: Reader,
  kind: MailKind,
  content: Content,
): Promise<void> {
  const { trx, shop, ticket } = topic
  const locale = mailLocale(MAIL_LOCALES, reader, shop, 'en')
  const own = await findTemplate(trx, shop.id, kind, locale)
  const stop = isToAgents(kind) ? null : { shopId: shop.id, address: reader.address }
  const canReply = ctx.config.mailIn !== null
  const view = {
    ...viewOf(topic, reader, content),
    canReply,
    stopLink: stop && `${stopLink(ctx, stop)}?lang=${locale}`,
  }
  const rendered = render(kind, locale, view, own ?? null)
  if (rendered.templateError) ctx.log.warn({ shopId: shop.id, kind, locale }, 'a mail template does not work')
  const mailId = newId()
  const mail = { shopId: shop.id, id: mailId, ticketId: ticket.id, kind, recipient: reader.address }
  const opening = ticket.channel === 'mail' ? await findOpening(trx, shop.id, ticket.id) : null
  const ids = idsOf(ticket.id, mailId, kind, domainOf(ctx.config.mailFrom.address), opening)
  const state = await firstState(ctx, topic, reader, kind)
  const createdAt = ctx.clock()
  await store.insertMail(trx, { ...mail, ...ids, ...rendered, state, createdAt })
  if (state === 'queued') await sendLater(trx, { ...mail, createdAt })
}

/** The first mail of a ticket has the name to which all others refer, so that mail programs show them together. */
function idsOf(ticketId: string, mailId: string, kind: MailKind, domain: string, opening: string | null) {
  const root = ticketMessageId(ticketId, domain)
  if (kind === 'ticket_created') return { messageId: root, references: opening === null ? [] : [opening] }
  return { messageId: `<${mailId}@${domain}>`, references: [root] }
}

/** Anybody can type anybody's address: what comes by itself comes there seldom. Answers of people come to whoever has not stopped them. */
async function firstState(
  ctx: Context,
  { trx, shop }: Topic,
  reader: Reader,
  kind: MailKind,
): Promise<'queued' | 'withheld' | 'stopped'> {
  if (isToAgents(kind)) return 'queued'
  if (await isStopped(trx, { shopId: shop.id, address: reader.address })) return 'stopped'
  if (reader.verified || kind === 'new_answer') return 'queued'
  const now = ctx.clock()
  const { own, all } = await store.listAutomaticTimes(trx, shop.id, reader.address, now)
  return isOneTooMany(own, now.getTime(), all) ? 'withheld' : 'queued'
}

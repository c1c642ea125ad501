import {
  MAIL_KINDS,
  MAIL_LOCALES,
  type MailDraft,
  type MailKind,
  type MailLocale,
  type MailPreview,
  type MailTemplate,
  type PreviewedMail,
} from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { findCustomer } from '../identity/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { ShopRecord, TicketRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { accessTicket } from '../tickets/actions.ts'
import { siteOf } from './actions.ts'
import { readerOf, viewOf } from './compose.ts'
import * as store from './store.ts'
import {
  builtIn,
  checkDraft,
  EXAMPLE,
  isToAgents,
  type MailView,
  renderDraft,
  TemplateError,
} from './templates/index.ts'
import * as templates from './templates/store.ts'
import { deskOf } from './to-agents.ts'

/** Which mail, in which language. */
export interface Wording {
  kind: MailKind
  locale: MailLocale
}

/** Every mail in every language, as this shop words it. */
export async function readTemplates(ctx: Context, actor: Actor): Promise<{ items: MailTemplate[] }> {
  allow(actor, 'readMailTemplates')
  const owns = await templates.listTemplates(ctx.db, actor.shopId)
  const wordings = MAIL_KINDS.flatMap((kind) => MAIL_LOCALES.map((locale) => ({ kind, locale })))
  const ownOf = ({ kind, locale }: Wording) => owns.find((own) => own.kind === kind && own.locale === locale)
  return { items: wordings.map((wording) => templateOf(wording, ownOf(wording))) }
}

/** @throws Failure `invalid` that names the line and the reason */
export async function saveTemplate(
  ctx: Context,
  actor: Actor,
  wording: Wording,
  draft: MailDraft,
): Promise<MailTemplate> {
  allow(actor, 'changeMailTemplates')
  refusing(() => checkDraft(draft))
  const own = { shopId: actor.shopId, ...wording, ...draft, updatedAt: ctx.clock() }
  await templates.putTemplate(ctx.db, own)
  return templateOf(wording, own)
}

/** Back to the built-in words. */
export async function restoreTemplate(ctx: Context, actor: Actor, wording: Wording): Promise<MailTemplate> {
  allow(actor, 'changeMailTemplates')
  await templates.deleteTemplate(ctx.db, actor.shopId, wording.kind, wording.locale)
  return templateOf(wording, undefined)
}

function templateOf(wording: Wording, own: templates.TemplateRecord | undefined): MailTemplate {
  const { subject, body } = own ?? builtIn(wording.kind, wording.locale)
  const { kind, locale } = wording
  return { kind, locale, subject, body, isOwn: own !== undefined, updatedAt: own?.updatedAt.toISOString() ?? null }
}

/** What a draft would say of a real ticket. Nothing is kept and nothing is sent. @throws Failure `invalid` as above, `not_found` */
export async function previewTemplate(
  ctx: Context,
  actor: Actor,
  { kind, locale }: Wording,
  { ticketId, ...draft }: MailPreview,
): Promise<PreviewedMail> {
  allow(actor, 'changeMailTemplates')
  const ticket = ticketId
    ? await accessTicket(ctx.db, actor, ticketId)
    : await store.findNewestTicket(ctx.db, actor.shopId)
  const shop = await findShop(ctx.db, actor.shopId)
  if (!shop) throw new Error(`shop ${actor.shopId} is gone`)
  const view = ticket ? await realView(ctx, shop, ticket, kind, locale) : exampleView(shop, kind)
  const { subject, body, html } = refusing(() => {
    checkDraft(draft)
    return renderDraft(kind, locale, view, draft)
  })
  return { subject, text: body, html }
}

async function realView(
  ctx: Context,
  shop: ShopRecord,
  ticket: TicketRecord,
  kind: MailKind,
  locale: MailLocale,
): Promise<MailView> {
  const customer = await findCustomer(ctx.db, shop.id, ticket.customerId)
  if (!customer) throw new Error(`customer ${ticket.customerId} is gone`)
  const topic = { shop, ticket, customer }
  const somebody = { address: '', name: EXAMPLE.agent.name ?? '', verified: true }
  const reader = isToAgents(kind) ? somebody : (readerOf(customer) ?? somebody)
  const link = isToAgents(kind) ? deskOf(ctx, topic) : siteOf(topic)
  const quotes =
    kind === 'new_answer' || kind === 'customer_message' ? await store.listNewest(ctx.db, ticket, kind) : []
  return viewOf(topic, { ...reader, locale }, { quotes, link, escalation: EXAMPLE.escalation })
}

function exampleView({ name }: ShopRecord, kind: MailKind): MailView {
  const answers = kind === 'new_answer' || kind === 'customer_message' ? EXAMPLE.answers : []
  return { ...EXAMPLE, shop: { name }, answers }
}

function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const errors = [{ path: error.field, detail: error.message }]
    throw new Failure('invalid', `${error.field}: ${error.message}`, { errors })
  }
}

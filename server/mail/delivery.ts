import type { Context } from '../platform/context.ts'
import { hurry } from '../platform/jobs.ts'
import type { Letter, Mailer, Posting } from '../platform/mailer.ts'
import type { MailRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { replyAddress } from './inbound/address.ts'
import { sendLater, sendMail } from './jobs.ts'
import { noteLoginRefused, noteLoginTaken } from './notices.ts'
import { nextTry, stateAfter } from './rules.ts'
import { stopLink } from './stop/link.ts'
import * as store from './store.ts'
import { isToAgents } from './templates/index.ts'

/** Gives one mail to the mail server; without one it is kept in the log. What was not taken is tried again later, with the same Message-ID. */
export async function deliverMail(
  ctx: Context,
  mailer: Mailer | null,
  { shopId, mailId }: { shopId: string; mailId: string },
): Promise<void> {
  const mail = await store.findMail(ctx.db, shopId, mailId)
  if (!mail || (mail.state !== 'queued' && mail.state !== 'uncertain')) return
  if (!mailer) return store.turnMail(ctx.db, mail, { state: 'kept', lastError: null, sentAt: null })
  const wasSilent = mailer.isSilent()
  const posting = await mailer.post(await letterOf(ctx, mail))
  if (posting.outcome !== 'sent') return tryAgain(ctx, mail, posting)
  await store.turnMail(ctx.db, mail, { state: 'sent', lastError: null, sentAt: ctx.clock() })
  if (!wasSilent) return
  await noteLoginTaken(ctx)
  // The mail server is back: those that failed meanwhile need not wait for hours.
  await hurry(ctx.db, sendMail)
}

async function letterOf(ctx: Context, mail: MailRecord): Promise<Letter> {
  const { recipient, subject, body, html, messageId, references } = mail
  const shop = await findShop(ctx.db, mail.shopId)
  const from = { ...ctx.config.mailFrom, name: ctx.config.mailFrom.name || (shop?.name ?? '') }
  return {
    ...{ from, to: recipient, subject, text: body, html, messageId, references },
    ...(ctx.config.mailIn && { replyTo: replyAddress(ctx, ctx.config.mailIn.address, mail.id) }),
    ...(!isToAgents(mail.kind) && { stopLink: stopLink(ctx, { shopId: mail.shopId, address: recipient }) }),
  }
}

async function tryAgain(ctx: Context, mail: MailRecord, posting: Exclude<Posting, { outcome: 'sent' }>): Promise<void> {
  const { outcome, reason } = posting
  if (outcome === 'later' && posting.login) await noteLoginRefused(ctx, reason)
  const age = ctx.clock().getTime() - mail.createdAt.getTime()
  const delay = outcome === 'refused' ? null : nextTry({ tries: mail.attempts + 1, age }, Math.random())
  const state = stateAfter(mail.state, outcome, delay === null)
  await ctx.db.transaction().execute(async (trx) => {
    await store.turnMail(trx, mail, { state, lastError: reason, sentAt: null })
    if (delay !== null) await sendLater(trx, mail, delay)
  })
}

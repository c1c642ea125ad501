import type { Context } from '../platform/context.ts'
import { hurry } from '../platform/jobs.ts'
import type { Mailer } from '../platform/mailer.ts'
import { findShop } from '../shops/store.ts'
import { sendMail } from './jobs.ts'
import { stateAfter } from './rules.ts'
import * as store from './store.ts'

/** Gives one mail to the mail server; without one it is kept in the log. Throws to be tried again, with the same Message-ID. */
export async function deliverMail(
  ctx: Context,
  mailer: Mailer | null,
  { shopId, mailId }: { shopId: string; mailId: string },
  last: boolean,
): Promise<void> {
  const mail = await store.findMail(ctx.db, shopId, mailId)
  if (!mail || (mail.state !== 'queued' && mail.state !== 'uncertain')) return
  if (!mailer) return store.turnMail(ctx.db, mail, { state: 'kept', lastError: null, sentAt: null })
  const shop = await findShop(ctx.db, shopId)
  const from = { ...ctx.config.mailFrom, name: ctx.config.mailFrom.name || (shop?.name ?? '') }
  const { recipient, subject, body, html, messageId, references } = mail
  const wasSilent = mailer.isSilent()
  const posting = await mailer.post({ from, to: recipient, subject, text: body, html, messageId, references })
  if (posting.outcome === 'sent') {
    await store.turnMail(ctx.db, mail, { state: 'sent', lastError: null, sentAt: ctx.clock() })
    // The mail server is back: those that failed meanwhile need not wait for hours.
    if (wasSilent) await hurry(ctx.db, sendMail)
    return
  }
  const state = stateAfter(mail.state, posting.outcome, last)
  await store.turnMail(ctx.db, mail, { state, lastError: posting.reason, sentAt: null })
  if (posting.outcome !== 'refused') throw new Error(`mail ${mailId}: ${posting.reason}`)
}

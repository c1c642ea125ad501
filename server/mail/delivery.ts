import type { Context } from '../platform/context.ts'
import type { Mailer } from '../platform/mailer.ts'
import { findShop } from '../shops/store.ts'
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
  const posting = await mailer.post({ from, to: recipient, subject, text: body, html, messageId, references })
  if (posting.outcome === 'sent')
    return store.turnMail(ctx.db, mail, { state: 'sent', lastError: null, sentAt: ctx.clock() })
  const state = stateAfter(mail.state, posting.outcome, last)
  await store.turnMail(ctx.db, mail, { state, lastError: posting.reason, sentAt: null })
  if (posting.outcome !== 'refused') throw new Error(`mail ${mailId}: ${posting.reason}`)
}

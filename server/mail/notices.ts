import type { Notice } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { forgetInstalled, readInstalled, writeInstalled } from '../platform/installation.ts'
import * as store from './store.ts'

const KEY = 'mail.login_refused'

/** The mail server does not let us in: told to the log once, and to all admins until it does. */
export async function noteLoginRefused(ctx: Context, reason: string): Promise<void> {
  const isNews = await writeInstalled(ctx.db, KEY, JSON.stringify({ since: ctx.clock().toISOString(), reason }))
  if (isNews) ctx.log.error({ reason }, 'the mail server refuses our login: mail waits; check MAIL_USER, MAIL_PASSWORD')
}

export async function noteLoginTaken(ctx: Context): Promise<void> {
  if (await forgetInstalled(ctx.db, KEY)) ctx.log.info('the mail server lets us in again')
}

/** What an admin should see to, by what has happened and not been put right. */
export async function readNotices(ctx: Context, actor: Actor): Promise<{ items: Notice[] }> {
  allow(actor, 'readNotices')
  const broken = await store.listBrokenTemplates(ctx.db, actor.shopId)
  return { items: [...(await loginNotices(ctx)), ...broken.map(templateNotice)] }
}

async function loginNotices({ db }: Context): Promise<Notice[]> {
  const kept = await readInstalled(db, KEY)
  if (kept === null) return []
  // Written above, and by nobody else.
  const { since, reason }: { since: string; reason: string } = JSON.parse(kept)
  return [{ code: 'mail_login_refused', since, detail: reason }]
}

const templateNotice = ({ kind, since, reason }: store.BrokenTemplate): Notice => ({
  code: 'mail_template_broken',
  since: since.toISOString(),
  detail: `${kind}: ${reason}`,
})

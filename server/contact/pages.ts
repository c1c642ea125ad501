import { createHash } from 'node:crypto'
import { newId } from '@comptoir/sdk/contract'
import { listInUse } from '../categories/store.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { clientAddress, type Http, type HttpContext, newHttp } from '../platform/http.ts'
import { once } from '../platform/idempotency.ts'
import { unexpected } from '../platform/live.ts'
import type { Pacer } from '../platform/pacer.ts'
import { giveAsset } from '../platform/page/frame.ts'
import { languageOf } from '../platform/page/language.ts'
import { FORM, openByForm, shopOfForm } from './actions.ts'
import { contactForm } from './door.ts'
import { addressOf, formPage, nobodyPage, SCRIPT, thanksPage, type Visit } from './views.ts'

/** The form as a page that a shop can link to: `/contact?shop=pk_…`. It does without its script. */
export function contactPages(ctx: Context, pacer: Pacer): Http {
  const http = newHttp()
  http.get(SCRIPT, (c) => giveAsset(c, 'server/contact/contact.js'))
  http.get('/contact', async (c) => {
    const visit = await visitOf(ctx, c)
    const sent = /^\d{1,9}$/.exec(c.req.query('sent') ?? '')
    return c.html(sent ? thanksPage(visit, sent[0]) : formPage(visit))
  })
  http.post('/contact', async (c) => {
    const visit = await visitOf(ctx, c)
    const form = await c.req.parseBody()
    const input = contactForm.safeParse(form)
    if (!input.success) {
      const wrong = input.error.issues.map(({ path }) => String(path[0]))
      return c.html(formPage(visit, { form, wrong, notice: 'check' }), 422)
    }
    try {
      pacer.take(clientAddress(c, ctx.config.trustedProxies), ctx.clock().getTime())
      const { once: named, ...message } = input.data
      const submission = { ...FORM, shopId: visit.shop.id, key: keyOf(named, message), operation: 'POST /contact' }
      const { answer } = await once(ctx, { ...submission, body: message }, () =>
        openByForm(ctx, visit.shop, { message, locale: visit.language }),
      )
      return c.redirect(addressOf(visit.key, visit.language, { sent: String(answer.number) }), 303)
    } catch (error) {
      const { code } = error instanceof Failure ? error : unexpected(error, ctx.log)
      if (code === 'invalid') return c.html(formPage(visit, { form, wrong: ['category'], notice: 'check' }), 422)
      const busy = code === 'rate_limited'
      return c.html(formPage(visit, { form, notice: busy ? 'busy' : 'failed' }), busy ? 429 : 503)
    }
  })
  http.onError((error, c) => {
    if (error instanceof Failure && error.code === 'unauthorized') return c.html(nobodyPage(languageOf(c)), 404)
    throw error
  })
  return http
}

/** Sent twice is one ticket; gone back to, changed and sent is another. */
const keyOf = (named: string, message: object): string =>
  `${named}.${createHash('sha256').update(JSON.stringify(message)).digest('base64url')}`

async function visitOf(ctx: Context, c: HttpContext): Promise<Visit> {
  const key = c.req.query('shop')
  const shop = await shopOfForm(ctx, key)
  const categories = await listInUse(ctx.db, shop.id)
  return { language: languageOf(c, shop.locale), shop, key, once: newId(), categories }
}

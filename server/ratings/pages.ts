import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { type Http, type HttpContext, newHttp } from '../platform/http.ts'
import { unexpected } from '../platform/live.ts'
import { languageOf } from '../platform/page/language.ts'
import { rateByLink, readRateable } from './actions.ts'
import { ratingForm } from './door.ts'
import { isRateable } from './rules.ts'
import { askPage, sorryPage, statePage, type View } from './views.ts'

/** The page behind the link of a mail. To look at it rates nothing: mail programs open links by themselves. */
export function ratingPages(ctx: Context): Http {
  const http = newHttp()
  http.get('/rate/:token', async (c) => {
    const view = await viewOf(ctx, c)
    return c.html(isRateable(view.ticket) ? askPage(view, {}) : statePage(view))
  })
  http.post('/rate/:token', async (c) => {
    const view = await viewOf(ctx, c)
    const form = await c.req.parseBody()
    const input = ratingForm.safeParse(form)
    if (isRateable(view.ticket) && !input.success) {
      const wrong = input.error.issues.map(({ path }) => String(path[0]))
      return c.html(askPage(view, { form, wrong }), 422)
    }
    if (input.success) await rateByLink(ctx, c.req.param('token'), input.data)
    return lookAgain(c)
  })
  http.onError((error, c) => {
    const failure = error instanceof Failure ? error : unexpected(error, ctx.log)
    if (failure.code === 'conflict') return lookAgain(c)
    return c.html(sorryPage(languageOf(c), failure), failure.code === 'unauthorized' ? 404 : 503)
  })
  return http
}

async function viewOf(ctx: Context, c: HttpContext): Promise<View> {
  const { shop, ticket } = await readRateable(ctx, c.req.param('token') ?? '')
  return { language: languageOf(c, shop.locale), shop, ticket }
}

/** A page of its own for how it stands now: a reload sends nothing again. */
const lookAgain = (c: HttpContext): Response => c.redirect(c.req.path + new URL(c.req.url).search, 303)

import { z } from '@hono/zod-openapi'
import type { Context } from '../../platform/context.ts'
import { Failure, parse } from '../../platform/failure.ts'
import { type Http, type HttpContext, newHttp } from '../../platform/http.ts'
import { unexpected } from '../../platform/live.ts'
import { languageOf } from '../../platform/page/language.ts'
import { findShop } from '../../shops/store.ts'
import { readStopToken, type Stop } from './link.ts'
import * as store from './store.ts'
import { sorryPage, stopPage } from './views.ts'

/** A form of the page says what is wished; a mail program says `List-Unsubscribe=One-Click` (RFC 8058). */
const stopForm = z.object({ wish: z.enum(['none', 'mails']).optional() })

/** The page behind the link of a mail. To look at it stops nothing: mail programs open links by themselves. */
export function stopPages(ctx: Context): Http {
  const http = newHttp()
  http.get('/mail/stop/:token', async (c) => {
    const stop = readStopToken(ctx, c.req.param('token'))
    const shop = await findShop(ctx.db, stop.shopId)
    if (!shop) throw new Failure('unauthorized')
    const isStopped = await store.isStopped(ctx.db, stop)
    return c.html(stopPage({ language: languageOf(c, shop.locale), shop, address: stop.address, isStopped }))
  })
  http.post('/mail/stop/:token', async (c) => {
    const stop = readStopToken(ctx, c.req.param('token'))
    const { wish } = parse(stopForm, await c.req.parseBody())
    await follow(ctx, stop, wish)
    // A program wants to know that it is done, and goes nowhere.
    return wish === undefined ? c.body(null, 204) : lookAgain(c)
  })
  http.onError((error, c) => {
    const failure = error instanceof Failure ? error : unexpected(error, ctx.log)
    const status = failure.code === 'unauthorized' ? 404 : failure.code === 'invalid' ? 422 : 503
    return c.html(sorryPage(languageOf(c), failure), status)
  })
  return http
}

async function follow(ctx: Context, stop: Stop, wish: 'none' | 'mails' | undefined): Promise<void> {
  if (!(await findShop(ctx.db, stop.shopId))) throw new Failure('unauthorized')
  if (wish === 'mails') await store.deleteStop(ctx.db, stop)
  else await store.insertStop(ctx.db, stop, ctx.clock())
}

/** A page of its own for how it stands now: a reload sends nothing again. */
const lookAgain = (c: HttpContext): Response => c.redirect(c.req.path + new URL(c.req.url).search, 303)

import { FAILURES, type FailureCode } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { type Http, newHttp } from '../platform/http.ts'
import { giveAsset } from '../platform/page/frame.ts'
import { type Doc, documentOf } from './document.ts'
import { errorPage } from './error-page.ts'
import { docsPage } from './page.ts'

/** The description of the API for programs and for people. `api` is asked when somebody first wants to know. */
export function docsRoutes(ctx: Context, api: () => Http): Http {
  const http = newHttp()
  let made: Doc | undefined
  const doc = () => {
    made ??= documentOf(api(), ctx.config.publicUrl)
    return made
  }
  http.get('/api/openapi.json', (c) => c.json(doc()))
  http.get('/api/docs', (c) => c.html(docsPage(doc(), ctx.config.publicUrl)))
  http.get('/api/docs/docs.css', (c) => giveAsset(c, 'server/docs/docs.css'))
  http.get('/api/errors/:code', (c) => {
    const code = c.req.param('code')
    if (!isCode(code)) throw new Failure('not_found', `Expected one of ${Object.keys(FAILURES).join(', ')}.`)
    return c.html(errorPage(code))
  })
  return http
}

const isCode = (code: string): code is FailureCode => Object.hasOwn(FAILURES, code)

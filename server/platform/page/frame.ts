import { readFileSync } from 'node:fs'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { Failure } from '../failure.ts'
import { type Http, type HttpContext, newHttp } from '../http.ts'
import { colorOf, inkOn } from './color.ts'
import type { PageLanguage } from './language.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface Page {
  language: PageLanguage
  title: string
  /** Whose page it is: name and colour. `null` where that cannot be known. */
  shop: { name: string; color: string } | null
  /** The address of a script that adds comfort; the page does without. */
  script?: string
}

/** The frame of the pages for people who are not at the console: small, readable without a script, by day and by night. */
export const frame = ({ language, title, shop, script }: Page, body: Html): Html => html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <title>${shop ? `${title} · ${shop.name}` : title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/page/page.css">
    ${shop ? html`<link rel="stylesheet" href="/page/color-${shop.color.slice(1).toLowerCase()}.css">` : ''}
    ${script ? html`<script type="module" src="${script}"></script>` : ''}
  </head>
  <body>
    <main class="sheet">
      ${shop ? html`<p class="shop">${shop.name}</p>` : ''}
      ${body}
    </main>
  </body>
</html>
`

const shelf = new Map<string, string>()

/** A file of ours, by its path in the repository; from the source and from the build alike. Read once, when first asked for. */
function readAsset(path: string): string {
  const root = new URL(import.meta.url.includes('/server/dist/') ? '../../' : '../../../', import.meta.url)
  const text = shelf.get(path) ?? readFileSync(new URL(path, root), 'utf8')
  shelf.set(path, text)
  return text
}

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }

/** For a quarter of an hour: a deploy is seen soon, and one visit asks once. */
export function giveAsset(c: HttpContext, path: string): Response {
  return giveText(c, readAsset(path), path.endsWith('.css') ? 'css' : 'js')
}

const giveText = (c: HttpContext, text: string, type: keyof typeof TYPES): Response =>
  c.body(text, 200, { 'Content-Type': TYPES[type], 'Cache-Control': 'public, max-age=900' })

/** The style sheet of all such pages, and the colour of the shop: the content security policy lets no page bring its own. */
export function frameRoutes(): Http {
  const http = newHttp()
  http.get('/page/page.css', (c) => giveAsset(c, 'server/platform/page/page.css'))
  http.get('/page/:file{color-[0-9a-f]{6}[.]css}', (c) => {
    const color = colorOf(`#${c.req.param('file').slice(6, 12)}`)
    if (!color) throw new Failure('not_found')
    return giveText(c, `:root{--shop:${color};--on-shop:${inkOn(color)}}`, 'css')
  })
  return http
}

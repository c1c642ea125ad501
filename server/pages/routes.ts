import { fileURLToPath } from 'node:url'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { type Http, type HttpContext, newHttp } from '../platform/http.ts'
import { findDemoKey } from './demo.ts'
import { fillShelf, type Item, newItem } from './shelf.ts'

// The same from the source (server/pages) and from the build (server/dist).
const place = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const FOR_EVER = 'public, max-age=31536000, immutable'
const SHORTLY = 'public, max-age=300'
const ASK_FIRST = 'no-cache'

/** The console, the widget's files and the demo storefront. */
export function pageRoutes(ctx: Context): Http {
  const http = newHttp()
  consolePages(http)
  widgetFiles(http)
  demoPages(http, ctx)
  return http
}

function consolePages(http: Http): void {
  const shelf = fillShelf(place('server/dist/console'))
  for (const path of [
    '/',
    '/sign-in',
    '/tickets',
    '/tickets/:id',
    '/support',
    '/settings',
    '/settings/:section',
    '/mail',
  ]) {
    http.get(path, (c) => give(c, shelf.get('index.html'), ASK_FIRST))
  }
  http.get('/console/:file{.+}', (c) => give(c, shelf.get(c.req.param('file')), FOR_EVER))
}

/** Storefronts load these from their own origins, as scripts and as modules. */
function widgetFiles(http: Http): void {
  const shelf = fillShelf(place('widget/dist'))
  const open = (c: HttpContext) => {
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  }
  http.get('/widget.js', (c) => {
    open(c)
    return give(c, shelf.get('widget.js'), SHORTLY)
  })
  // One release of it for ever, for pages that say its `integrity`; beside the root, since it looks from there for the rest.
  http.get('/:file{widget-[\\w-]+\\.js}', (c) => {
    open(c)
    return give(c, shelf.get(c.req.param('file')), FOR_EVER)
  })
  http.get('/widget.json', (c) => {
    open(c)
    return give(c, shelf.get('widget.json'), SHORTLY)
  })
  http.get('/widget/:file{.+}', (c) => {
    open(c)
    return give(c, shelf.get(c.req.param('file')), FOR_EVER)
  })
}

/** The storefront with the tag on it, as a merchant would paste it. */
function demoPages(http: Http, ctx: Context): void {
  const shelf = fillShelf(place('examples/storefront'))
  http.get('/demo', (c) => c.redirect('/demo/'))
  http.get('/demo/:file{.*}', async (c) => {
    const publicKey = await findDemoKey(ctx.db)
    if (!publicKey)
      throw new Failure('not_found', 'There is no demo shop here: it is made at the first start unless DEMO=false.')
    const path = c.req.param('file')
    const item = shelf.get(path) ?? shelf.get(`${path}${path === '' || path.endsWith('/') ? '' : '/'}index.html`)
    const url = ownAddress(c.req.url, ctx.config.publicUrl)
    return give(c, item?.type.startsWith('text/html') ? withTag(item, { url, publicKey }) : item, ASK_FIRST)
  })
}

/** The public address where the page was asked for by its name: behind a proxy the request alone does not know of TLS. */
function ownAddress(asked: string, publicUrl: string): string {
  const { host, origin } = new URL(asked)
  return host === new URL(publicUrl).host ? publicUrl : origin
}

function withTag(item: Item, values: { url: string; publicKey: string }): Item {
  const html = item.bytes.toString().replaceAll('{{url}}', values.url).replaceAll('{{publicKey}}', values.publicKey)
  return newItem(item.path, item.type, Buffer.from(html))
}

async function give(c: HttpContext, item: Item | undefined, cache: string): Promise<Response> {
  if (!item) throw new Failure('not_found', `Nothing is at ${c.req.path.slice(0, 200)}.`)
  const { encoding, bytes } = await item.packed(c.req.header('Accept-Encoding') ?? '')
  if (encoding) c.header('Content-Encoding', encoding)
  c.header('Vary', 'Accept-Encoding', { append: true })
  c.header('Cache-Control', cache)
  return c.body(new Uint8Array(bytes), 200, { 'Content-Type': item.type })
}

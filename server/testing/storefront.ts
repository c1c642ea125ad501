import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Shop } from '@comptoir/sdk/contract'
import type { TestHouse, TestShop } from './house.ts'
import { Caller } from './people.ts'

export interface Storefront {
  url: string
  close(): Promise<void>
}

export interface StorefrontPage {
  html: string
  /** The policy of the page; none when left out. */
  csp?: string
}

/** A shop's own site on an origin of its own, which the shops list: what is at a path is asked anew each time. */
export async function openStorefront(
  house: TestHouse,
  shops: readonly TestShop[],
  pages: Record<string, StorefrontPage>,
): Promise<Storefront> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://storefront').pathname]
    if (!page) return response.writeHead(404).end()
    const csp = page.csp && { 'Content-Security-Policy': page.csp }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...csp }).end(page.html)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  for (const shop of shops) {
    const dora = new Caller(house, shop.adminToken)
    const { body } = await dora.get<Shop>('/api/shop')
    await dora.patch('/api/shop', { origins: [...body.origins, url] })
  }
  return {
    url,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A page with the tag as a merchant pastes it. */
export const withTag = (house: TestHouse, shop: TestShop, more = '', attributes = ''): string =>
  `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Maison Perle</title>
${more}<script async src="${house.url}/widget.js" data-shop="${shop.publicKey}" ${attributes}></script></head>
<body><main><h1>Teapots</h1><p>Blue and white.</p><button>Add to basket</button></main></body></html>`

// A shop whose backend says who its customers are: node examples/node-backend/server.mjs
//
// COMPTOIR_URL              where your Comptoir answers, such as http://localhost:3000
// COMPTOIR_SHOP_KEY         pk_…
// COMPTOIR_IDENTITY_SECRET  is_…, which stays here and never goes into a page
// COMPTOIR_ORDERS_SECRET    whsec_…, where Comptoir has been told of /comptoir/orders: see PUT /api/order-source
// PORT                      8080 when left out; http://localhost:8080 must be among the shop's origins

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { signIdentity, verifyOrderRequest, WebhookError } from '@comptoir/sdk/node'

const { COMPTOIR_URL = 'http://localhost:3000', COMPTOIR_SHOP_KEY = '', PORT = '8080' } = process.env
const { COMPTOIR_IDENTITY_SECRET = '', COMPTOIR_ORDERS_SECRET = '' } = process.env

/** Your own customers, orders and sign-ins. */
const MIRA = { id: 'customer-7', name: 'Mira Dubois', email: 'mira@example.com' }
const ORDERS = {
  'customer-7': [
    {
      id: '1042',
      status: 'Shipped',
      placedAt: '2026-03-01T09:30:00Z',
      total: { amount: '89.90', currency: 'EUR' },
      items: [{ name: 'Teapot “Lune”', quantity: 1 }],
    },
  ],
}
const sessions = new Map()

const file = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const PAGES = {
  '/page.js': ['text/javascript', file('page.js')],
  '/': [
    'text/html; charset=utf-8',
    file('index.html').replaceAll('{{url}}', COMPTOIR_URL).replaceAll('{{shopKey}}', COMPTOIR_SHOP_KEY),
  ],
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://shop')
  const customer = customerOf(request)
  const json = (status, body) =>
    response
      .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
      .end(JSON.stringify(body))

  if (request.method === 'POST' && pathname === '/sign-in') {
    const session = randomUUID()
    sessions.set(session, MIRA)
    return response.writeHead(204, { 'Set-Cookie': `session=${session}; HttpOnly; SameSite=Lax; Path=/` }).end()
  }
  if (pathname === '/me') return json(200, customer ? { name: customer.name } : null)
  // Only for whoever is signed in here: the token says who they are.
  if (pathname === '/support-token') {
    if (!customer) return json(401, { detail: 'Sign in first.' })
    const { id: sub, name, email } = customer
    return json(200, { token: signIdentity({ secret: COMPTOIR_IDENTITY_SECRET, sub, name, email, expiresIn: 600 }) })
  }
  if (request.method === 'POST' && pathname === '/comptoir/orders') return tellOrders(request, json)
  const page = PAGES[pathname]
  if (!page) return response.writeHead(404).end()
  response.writeHead(200, { 'Content-Type': page[0] }).end(page[1])
})

/** Comptoir asks for a customer whom you have signed for, so that agents see the order beside the chat. */
async function tellOrders(request, json) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    const { customerId } = verifyOrderRequest({
      body: Buffer.concat(chunks),
      headers: request.headers,
      secret: COMPTOIR_ORDERS_SECRET,
    })
    json(200, { orders: ORDERS[customerId] ?? [] })
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error
    json(400, { detail: error.code })
  }
}

const customerOf = ({ headers }) => sessions.get(/(?:^|; )session=([\w-]+)/.exec(headers.cookie ?? '')?.[1])

server.listen(Number(PORT), () => console.log(`open at http://localhost:${server.address().port}`))
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })

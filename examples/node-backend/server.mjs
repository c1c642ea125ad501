// A shop whose backend says who its customers are: node examples/node-backend/server.mjs
//
// COMPTOIR_URL              where your Comptoir answers, such as http://localhost:3000
// COMPTOIR_SHOP_KEY         pk_…
// COMPTOIR_IDENTITY_SECRET  is_…, which stays here and never goes into a page
// PORT                      8080 when left out; http://localhost:8080 must be among the shop's origins

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { signIdentity } from '@comptoir/sdk/node'

const { COMPTOIR_URL = 'http://localhost:3000', COMPTOIR_SHOP_KEY = '', PORT = '8080' } = process.env
const { COMPTOIR_IDENTITY_SECRET = '' } = process.env

/** Your own customers, orders and sign-ins. */
const CUSTOMERS = { mira: { id: 'customer-7', name: 'Mira Dubois', email: 'mira@example.com', orders: ['1042'] } }
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
    sessions.set(session, CUSTOMERS.mira)
    return response.writeHead(204, { 'Set-Cookie': `session=${session}; HttpOnly; SameSite=Lax; Path=/` }).end()
  }
  if (pathname === '/me') return json(200, customer ? { name: customer.name, orders: customer.orders } : null)
  // Only for whoever is signed in here: the token says who they are.
  if (pathname === '/support-token') {
    if (!customer) return json(401, { detail: 'Sign in first.' })
    const { id: sub, name, email } = customer
    return json(200, { token: signIdentity({ secret: COMPTOIR_IDENTITY_SECRET, sub, name, email, expiresIn: 600 }) })
  }
  const page = PAGES[pathname]
  if (!page) return response.writeHead(404).end()
  response.writeHead(200, { 'Content-Type': page[0] }).end(page[1])
})

const customerOf = ({ headers }) => sessions.get(/(?:^|; )session=([\w-]+)/.exec(headers.cookie ?? '')?.[1])

server.listen(Number(PORT), () => console.log(`open at http://localhost:${server.address().port}`))
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })

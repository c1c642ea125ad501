import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signIdentity } from '@comptoir/sdk/node'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { violations } from '../testing/axe.ts'
import { browserTest, openBrowser, visit } from '../testing/browser.ts'
import { aShop, openTestHouse, PASSWORD, type TestHouse, type TestShop } from '../testing/house.ts'
import { anAddress, aShopper, Caller } from '../testing/people.ts'

const ORDERS = [
  { id: 'PERLE-7', status: 'Delivered', placedAt: '2026-01-04T09:00:00Z' },
  {
    id: 'PERLE-1042',
    status: 'Shipped',
    placedAt: '2026-03-01T09:00:00Z',
    total: { amount: '89.90', currency: 'EUR' },
    items: [{ name: 'Blue teapot', quantity: 2 }],
  },
]

describe('beside the chat', () => {
  let house: TestHouse
  let browser: Browser
  let backend: Server
  let shop: TestShop

  beforeAll(async () => {
    backend = createServer((_, response) => void response.end(JSON.stringify({ orders: ORDERS })))
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve))
    house = await openTestHouse({ config: { trustedProxies: 1, allowedTargets: ['127.0.0.1'] } })
    browser = await openBrowser()
    shop = await aShop(house)
    // Its address is that of a port.
    const { port } = backend.address() as AddressInfo
    await new Caller(house, shop.adminToken).put('/api/order-source', { url: `http://127.0.0.1:${port}/orders` })
  })
  afterAll(async () => {
    await browser?.close()
    await house.close()
    backend.close()
  })

  browserTest('an agent sees what a verified customer has ordered, the order in question first', async () => {
    const identityToken = signIdentity({ secret: shop.identitySecret, sub: 'customer-7', name: 'Mira' })
    const mira = await aShopper(house, shop, { identityToken })
    const { id } = await mira.openTicket({ orderId: 'PERLE-1042' })
    const { page, complaints } = await visit(browser, `${house.url}/tickets/${id}`, {
      locale: 'en-GB',
      // So wide that the details stand open.
      viewport: { width: 1600, height: 900 },
      extraHTTPHeaders: anAddress(),
    })
    await page.locator('[name=email]').fill('dora@maison-perle.example')
    await page.locator('[name=password]').fill(PASSWORD)
    await page.keyboard.press('Enter')
    const orders = page.locator('.orders > li')
    await orders.nth(1).waitFor()
    const text = await orders.first().innerText()
    for (const words of ['PERLE-1042', 'Shipped', '€89.90', '2 × Blue teapot']) expect(text).toContain(words)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

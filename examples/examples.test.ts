import type { CustomerOrders, OrderSourceWithSecret, TicketWithThread, WebhookWithSecret } from '@comptoir/sdk/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildSdk } from '../sdk/testing/package.ts'
import { browserTest, openBrowser, visit } from '../server/testing/browser.ts'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../server/testing/house.ts'
import { aShopper, Caller } from '../server/testing/people.ts'
import { buildProgram } from '../server/testing/program.ts'
import { startExample } from './testing/program.ts'

const WAIT = { timeout: 30_000, interval: 30 }

let house: TestHouse
let shop: TestShop
let dora: Caller
let browser: Browser | undefined

beforeAll(async () => {
  await buildProgram()
  await buildSdk()
  house = await openTestHouse({ config: { allowedTargets: ['127.0.0.0/8'] } })
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await house.close()
})

const settings = () => ({ COMPTOIR_URL: house.url, COMPTOIR_SHOP_KEY: shop.publicKey })

/** Starts an example that serves pages, and lets its origin in. */
async function openPages(file: string, env: Record<string, string> = {}): Promise<string> {
  const said = await startExample(file, { ...settings(), ...env }).says(/http:\S+/)
  await dora.patch('/api/shop', { origins: [said] })
  browser ??= await openBrowser()
  return said
}

const theOnlyTicket = async (subject: RegExp | string): Promise<TicketWithThread> => {
  const { body } = await dora.get<{ items: { id: string; subject: string }[] }>('/api/tickets')
  const row = body.items.find((one) => one.subject.match(subject))
  if (!row) throw new Error(`no ticket says ${subject}`)
  return (await dora.get<TicketWithThread>(`/api/tickets/${row.id}`)).body
}

test('the echo bot answers each message once, also those from before it came', async () => {
  const mira = await aShopper(house, shop)
  const early = await mira.openTicket({ channel: 'chat' })
  await mira.say(early, 'Is anybody there?')
  const { body: key } = await dora.post<{ key: string }>('/api/keys', {
    ...{ kind: 'secret', name: 'Echo', scopes: ['tickets:read', 'tickets:write'] },
  })
  const bot = startExample('echo-bot/bot.mjs', { COMPTOIR_URL: house.url, COMPTOIR_TOKEN: key.key })
  const thread = async () => {
    const { body } = await mira.get<{ items: { message: string }[] }>(`/api/tickets/${early.id}/messages`)
    return body.items.map(({ message }) => message)
  }
  await vi.waitFor(async () => expect(await thread()).toContain('You said: Is anybody there?'), WAIT)
  await mira.say(early, 'Hello!')
  await vi.waitFor(async () => expect(await thread()).toContain('You said: Hello!'), WAIT)
  expect((await thread()).filter((message) => message.startsWith('You said'))).toHaveLength(2)
  expect(bot.said()).not.toMatch(/Error/)
})

test('the webhook receiver believes what is signed, and nothing else', async () => {
  const closed = startExample('webhook-receiver/receiver.mjs', { COMPTOIR_WEBHOOK_SECRET: `whsec_${'A'.repeat(43)}=` })
  const port = (await closed.says(/listening on \d+/)).split(' ').at(-1)
  const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })
  expect([forged.status, await forged.text()]).toEqual([400, 'missing_headers'])
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(405)

  const { body: webhook } = await dora.post<WebhookWithSecret>('/api/webhooks', { url: 'http://127.0.0.1:1/hooks' })
  const receiver = startExample('webhook-receiver/receiver.mjs', { COMPTOIR_WEBHOOK_SECRET: webhook.secret })
  const open = (await receiver.says(/listening on \d+/)).split(' ').at(-1)
  await dora.patch(`/api/webhooks/${webhook.id}`, { url: `http://127.0.0.1:${open}/hooks` })
  await (await aShopper(house, shop)).openTicket({ subject: 'A broken saucer' })
  await expect(receiver.says(/ticket\.created #\d+ A broken saucer/)).resolves.toBeTruthy()
})

browserTest('the backend signs in the shopper, and the agent sees them as verified, with their order', async () => {
  const source = (url: string) => dora.put<OrderSourceWithSecret>('/api/order-source', { url })
  const { secret } = (await source('http://127.0.0.1:1/comptoir/orders')).body
  const env = { COMPTOIR_IDENTITY_SECRET: shop.identitySecret, COMPTOIR_ORDERS_SECRET: secret ?? '' }
  const url = await openPages('node-backend/server.mjs', env)
  await source(`${url.replace('localhost', '127.0.0.1')}/comptoir/orders`)
  expect((await fetch(`${url}/support-token`)).status).toBe(401)
  const { page, complaints } = await visit(browser as Browser, url)
  await page.getByRole('button', { name: 'Sign in as Mira' }).click()
  await page.getByRole('button', { name: 'Ask about order 1042' }).click()
  await page.getByRole('textbox').last().pressSequentially('where is it?')
  await page.keyboard.press('Enter')
  await vi.waitFor(async () => {
    const { customer } = await theOnlyTicket('My order 1042')
    expect(customer).toMatchObject({ standing: 'verified', name: 'Mira Dubois', externalId: 'customer-7' })
    const { body } = await dora.get<CustomerOrders>(`/api/customers/${customer.id}/orders`)
    expect(body).toMatchObject({ state: 'ready', orders: [{ id: '1042', status: 'Shipped' }] })
  }, WAIT)
  expect((await fetch(`${url}/comptoir/orders`, { method: 'POST', body: '{}' })).status).toBe(400)
  expect(complaints).toEqual([])
})

browserTest('the page of its own chats by the SDK, and goes on after a reload', async () => {
  const url = await openPages('preact-page/start.mjs')
  const { page, complaints } = await visit(browser as Browser, url)
  await page.getByLabel('Message').fill('Where is my parcel?')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Where is my parcel? sent').waitFor()
  const ticket = await theOnlyTicket('Where is my parcel')
  expect(ticket).toMatchObject({ orderId: '1042', channel: 'chat' })
  await dora.say(ticket, 'It comes tomorrow.')
  await page.getByText('It comes tomorrow.').waitFor()
  await page.reload()
  await page.getByText('It comes tomorrow.').waitFor()
  await page.getByText('Where is my parcel?').waitFor()
  expect(complaints).toEqual([])
})

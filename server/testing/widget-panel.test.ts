import type { ShopSettings, Ticket } from '@comptoir/sdk/contract'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { violations } from './axe.ts'
import { browserTest, openBrowser, visit } from './browser.ts'
import { openTestHouse, type TestHouse } from './house.ts'
import { signIn } from './people.ts'

const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true }

describe('what a shopper sees in the panel', () => {
  let house: TestHouse
  let browser: Browser
  let cookie: string

  beforeAll(async () => {
    house = await openTestHouse({ config: { demo: true } })
    browser = await openBrowser()
    cookie = await signIn(house, house.demo?.agents[0]?.email ?? '', house.demo?.password)
  })
  afterEach(() => setWidget({ form: [] }))
  afterAll(async () => {
    await browser?.close()
    await house.close()
  })

  const asDora = {
    get: (path: string) => desk('GET', path),
    put: (path: string, body: object) => desk('PUT', path, body),
  }
  const desk = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: cookie, Origin: house.url, 'Content-Type': 'application/json' }
    const answer = await fetch(house.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return answer.json()
  }
  const setWidget = (widget: Partial<ShopSettings['widget']>) => desk('PATCH', '/api/shop', { settings: { widget } })
  const open = async (path = '/demo/', options: BrowserContextOptions = {}) => {
    const shopper = await visit(browser, house.url + path, options)
    await shopper.page.getByRole('button', { name: /Open chat|Ouvrir la discussion/ }).click()
    return shopper
  }

  browserTest.each(['light', 'dark'] as const)(
    'finds an article in spite of a typing error, in the %s',
    async (colorScheme) => {
      const { page, complaints } = await open('/demo/', { colorScheme })
      const around = await violations(page)
      await page.getByRole('searchbox', { name: 'Search for an answer' }).fill('retrun')
      await page.getByText('1 answer', { exact: true }).waitFor({ state: 'attached' })
      await page.getByRole('button', { name: 'Returns and refunds' }).click()
      await page.getByText('Write to us for a return label.').waitFor()
      expect(await worse(page, around)).toEqual([])
      await page.getByRole('button', { name: 'Yes', exact: true }).click()
      await page.getByText('Thank you!').waitFor()
      await page.getByRole('button', { name: 'Back' }).click()
      await page.getByRole('button', { name: 'Leave a request' }).click()
      await page.getByRole('button', { name: 'Send the request' }).click()
      await page.getByText('Please fill this in.').first().waitFor()
      expect(await worse(page, around)).toEqual([])
      expect(complaints).toEqual([])
    },
  )

  browserTest('a request takes what it is about, and becomes a conversation', async () => {
    const { page, complaints } = await open()
    await page.getByRole('button', { name: 'Leave a request' }).click()
    await page.getByLabel('E-mail').fill('mira@example.com')
    await page.getByLabel('What is it about?').selectOption('order_issue')
    await page.getByLabel('Order number').fill('1042')
    await page.getByLabel('Subject').fill('The lid is missing')
    await page.getByLabel('Your request').fill('The box came without it.')
    await page.getByRole('button', { name: 'Send the request' }).click()
    await page.getByText('The box came without it.', { exact: true }).waitFor()
    await page.getByRole('textbox', { name: 'Write a message…' }).waitFor()
    const [ticket] = await house.database.query(
      "SELECT t.category, t.order_id, t.channel, c.email FROM tickets t JOIN customers c ON c.id = t.customer_id WHERE t.subject = 'The lid is missing'",
    )
    expect(ticket).toEqual({ category: 'order_issue', order_id: '1042', channel: 'form', email: 'mira@example.com' })
    expect(complaints).toEqual([])
  })

  browserTest(
    'the shop’s form holds the first message back until it is filled in, and asks nothing twice',
    async () => {
      await setWidget({
        form: [
          { field: 'email', required: true },
          { field: 'orderId', required: false },
        ],
      })
      const { page } = await open()
      await page.getByLabel('E-mail').waitFor()
      await write(page, 'Is the teapot still there?')
      await page.getByText('Please fill this in.').first().waitFor()
      expect(await page.getByRole('textbox', { name: 'Write a message…' }).inputValue()).toBe(
        'Is the teapot still there?',
      )
      await page.getByLabel('E-mail').fill('tom@example')
      await page.getByText('An address such as name@example.com.').waitFor()
      await page.getByLabel('E-mail').fill('tom@example.com')
      await page.getByLabel(/Order number/).fill('77')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByRole('log').getByText('Is the teapot still there?', { exact: true }).waitFor()
      await page.getByText(/· (Sent|Delivered|Read)$/).waitFor()
      const [ticket] = await house.database.query(
        "SELECT t.order_id, c.email FROM tickets t JOIN customers c ON c.id = t.customer_id WHERE t.subject = 'Is the teapot still there?'",
      )
      expect(ticket).toEqual({ order_id: '77', email: 'tom@example.com' })
      await page.getByRole('button', { name: 'Your conversations' }).click()
      await page.getByRole('button', { name: 'New conversation' }).click()
      await page.getByLabel(/Order number/).waitFor()
      expect(await page.getByLabel('E-mail').count()).toBe(0)
      await setWidget({ form: [] })
    },
  )

  browserTest('a resolved conversation is rated once, and its shopper says whether it is solved', async () => {
    const { page, complaints } = await open()
    const around = await violations(page)
    await write(page, 'My cup is cracked.')
    await page.getByText(/· (Sent|Delivered|Read)$/).waitFor()
    const [{ id }] = (await asDora.get('/api/tickets?q=cracked')).items as [Ticket]
    const status = async () => ((await asDora.get(`/api/tickets/${id}`)) as Ticket).status
    await asDora.put(`/api/tickets/${id}/status`, { status: 'resolved' })
    await page.getByRole('button', { name: 'Not yet' }).click()
    await page.getByRole('group', { name: 'Is it solved?' }).waitFor({ state: 'detached' })
    expect(await status()).toBe('open')
    await asDora.put(`/api/tickets/${id}/status`, { status: 'resolved' })
    await page.getByRole('radio', { name: 'Good', exact: true }).check({ force: true })
    await page.getByRole('textbox', { name: 'Anything to add?' }).fill('Quick and kind.')
    expect(await worse(page, around)).toEqual([])
    await page.getByRole('button', { name: 'Send rating' }).click()
    await page.getByText('Thank you for your rating: Good.').first().waitFor()
    await page.getByRole('button', { name: 'Yes, it is solved' }).click()
    await page.getByText('This conversation is closed.').waitFor()
    expect(await status()).toBe('closed')
    expect(await house.database.query('SELECT score, comment FROM ratings')).toEqual([
      { score: 4, comment: 'Quick and kind.' },
    ])
    expect(complaints).toEqual([])
  })

  browserTest('an emoji goes where the cursor is', async () => {
    const { page } = await open()
    const field = page.getByRole('textbox', { name: 'Write a message…' })
    await field.fill('Thank you')
    await page.getByRole('button', { name: 'Emoji' }).click()
    await page.getByRole('button', { name: '🙏' }).click()
    await expect.poll(() => field.inputValue()).toBe('Thank you🙏')
  })

  browserTest('on a phone the back button closes the panel and leaves the page where it was', async () => {
    const { page, complaints } = await open('/demo/', PHONE)
    await page.getByRole('dialog', { name: 'Maison Perle' }).waitFor()
    await expect.poll(() => page.evaluate(() => history.state?.comptoirPanel)).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.goBack()
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/demo/')
    expect(complaints).toEqual([])
  })

  browserTest('the shop’s sentence is said once, where the tag allows it, and never over a dialog', async () => {
    await setWidget({
      rules: [{ id: 'hello', message: { en: 'May we help you choose?' }, when: { pages: ['/demo*'] } }],
    })
    const context = await browser.newContext()
    await context.route('**/demo/', async (route) => {
      const answer = await route.fetch()
      const page = (await answer.text()).replace('data-shop=', 'data-proactive="on" data-shop=')
      await route.fulfill({
        response: answer,
        body: page.replace('</body>', '<dialog id="ask" open>Cookies?</dialog></body>'),
      })
    })
    const page = await context.newPage()
    await page.goto(`${house.url}/demo/`)
    const said = page.getByRole('button', { name: 'May we help you choose?' })
    await page.waitForResponse(/rules-/)
    expect(await said.count()).toBe(0)
    await page.evaluate(() => document.querySelector('#ask')?.remove())
    await said.waitFor()
    await said.click()
    await page.getByRole('dialog', { name: 'Maison Perle' }).waitFor()
    await setWidget({ rules: [] })
    expect(await page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(':said'))?.[1])).toBe(
      'hello',
    )
  })

  browserTest('a long thread is drawn in part, and read to its beginning', async () => {
    const { page } = await open()
    await write(page, 'Message 0 of many')
    await page.getByText(/· (Sent|Delivered|Read)$/).waitFor()
    const [{ id }] = (await asDora.get('/api/tickets?q=many')).items as [Ticket]
    await house.database.query(
      `INSERT INTO ticket_messages (shop_id, ticket_id, seq, public_seq, id, type, message, author_kind, created_at)
      SELECT shop_id, id, n + 1, n + 1, gen_random_uuid(), 'customer_message', 'Message ' || n || ' of many', 'customer', now()
      FROM tickets, generate_series(1, 1199) n WHERE id = $1`,
      [id],
    )
    await house.database.query('UPDATE tickets SET last_seq = 1200, last_public_seq = 1200 WHERE id = $1', [id])
    await page.reload()
    const newest = page.getByText('Message 1199 of many', { exact: true })
    await newest.waitFor()
    const drawn = () => page.locator('[data-key]').count()
    const log = page.locator('.scroll')
    await expect
      .poll(
        async () => {
          await log.evaluate((view) => view.scrollBy(0, -1500))
          return page.getByText('Message 0 of many', { exact: true }).count()
        },
        { timeout: 30_000, interval: 60 },
      )
      .toBe(1)
    expect(await drawn()).toBeLessThanOrEqual(200)
    await expect
      .poll(
        async () => {
          await log.evaluate((view) => view.scrollBy(0, 1500))
          return newest.count()
        },
        { timeout: 30_000, interval: 60 },
      )
      .toBe(1)
  })
})

/** The storefront around it is somebody else's, and what is wrong there is known. */
const worse = async (page: Page, before: string[]) => (await violations(page)).filter((one) => !before.includes(one))

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Write a message…' }).fill(text)
  await page.keyboard.press('Enter')
}

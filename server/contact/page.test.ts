import type { Page as TicketPage, TicketRow } from '@comptoir/sdk/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { ratingToken } from '../ratings/link.ts'
import { violations } from '../testing/axe.ts'
import { browserTest, openBrowser, visit } from '../testing/browser.ts'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

const PHONE = { viewport: { width: 360, height: 740 } }

let house: TestHouse
let shop: TestShop
let dora: Caller
let browser: Browser

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await house.close()
})

const address = (query = '') => `${house.url}/contact?shop=${shop.publicKey}${query}`
const newest = async () => (await dora.get<TicketPage<TicketRow>>('/api/tickets?limit=1')).body.items[0]

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill('Mira')
  await page.getByLabel('Your e-mail address').fill('mira@example.com')
  await page.getByLabel('Subject').fill('The teapot')
  await page.getByLabel('Your message').fill('It leaks.')
}

/** What axe finds wrong, and whether the page is wider than the screen. */
async function faultsOf(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  return [...(await violations(page)), ...(wide ? ['too wide'] : [])]
}

describe('the contact page', () => {
  browserTest('says what is missing beside the fields, takes what is mended, and gives thanks', async () => {
    const { page, complaints } = await visit(browser, address('&lang=en'))
    await page.getByLabel('Your e-mail address').fill('mira')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Please give your name.').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name')
    expect(await page.getByLabel('Your e-mail address').getAttribute('aria-invalid')).toBe('true')
    await fillIn(page)
    expect(await page.locator('[aria-invalid]').count()).toBe(0)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    const ticket = await newest()
    expect(ticket).toMatchObject({ subject: 'The teapot', channel: 'form', customer: { name: 'Mira' } })
    expect(await page.getByText(`request #${ticket?.number}.`).isVisible()).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    expect(complaints).toEqual([])
  })

  browserTest('keeps the text when the connection breaks, and opens one ticket when it is sent again', async () => {
    const before = (await newest())?.number ?? 0
    const { page } = await visit(browser, address('&lang=en'))
    await fillIn(page)
    // The server has it, the answer never arrives.
    await page.route('**/api/support/contact*', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('alert').getByText('There is no connection.').waitFor()
    expect(await page.getByLabel('Your message').inputValue()).toBe('It leaks.')
    await page.unroute('**/api/support/contact*')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    expect((await newest())?.number).toBe(before + 1)
  })

  browserTest('works without a script', async () => {
    const { page } = await visit(browser, address('&lang=en'), { javaScriptEnabled: false })
    await fillIn(page)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  })

  browserTest.for(['light', 'dark'] as const)('is for everybody, on a phone in the %s', async (colorScheme) => {
    const { page, complaints } = await visit(browser, address('&lang=fr'), { ...PHONE, colorScheme })
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByText('Écrivez votre message.').waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe('the page of a rating', () => {
  async function aLink(): Promise<string> {
    const mira = await aShopper(house, shop, { name: 'Mira' })
    const { id } = await mira.openTicket()
    await dora.put(`/api/tickets/${id}/status`, { status: 'resolved' })
    return `${house.url}/rate/${ratingToken(house.context, { shopId: shop.shopId, id })}`
  }

  browserTest('is filled in by the keyboard alone', async () => {
    const { page, complaints } = await visit(browser, `${await aLink()}?lang=en`)
    await page.keyboard.press('Tab')
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Tab']) await page.keyboard.press(key)
    await page.keyboard.type('Quick!')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('4 of 5 stars').waitFor()
    expect(await newest()).toMatchObject({ rating: 4 })
    expect(complaints).toEqual([])
  })

  browserTest.for(['light', 'dark'] as const)('is for everybody, on a phone in the %s', async (colorScheme) => {
    const { page } = await visit(browser, `${await aLink()}?lang=fr`, { ...PHONE, colorScheme })
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('radio', { name: 'Très bien' }).check()
    await page.getByRole('button', { name: 'Envoyer la note' }).click()
    await page.getByRole('heading', { name: 'Merci' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
  })
})

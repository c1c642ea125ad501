import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { violations } from './axe.ts'
import { browserTest, openBrowser, visit } from './browser.ts'
import { aShop, openTestHouse, type TestHouse } from './house.ts'
import { openStorefront, type Storefront, type StorefrontPage, withTag } from './storefront.ts'

const QUESTION = 'Is the blue teapot still in stock?'

describe('for everybody', () => {
  let house: TestHouse
  let browser: Browser
  let front: Storefront
  const pages: Record<string, StorefrontPage> = {}

  beforeAll(async () => {
    house = await openTestHouse()
    browser = await openBrowser()
    const pearl = await aShop(house)
    front = await openStorefront(house, [pearl], pages)
    pages['/'] = { html: withTag(house, pearl) }
    pages['/dark'] = { html: withTag(house, pearl, '', 'data-theme="dark" data-color="#111111"') }
    pages['/yellow'] = { html: withTag(house, pearl, '', 'data-color="#ffee00"') }
    pages['/ar'] = { html: withTag(house, pearl, '', 'data-locale="ar" data-label="افتح المحادثة"') }
  })
  afterAll(async () => {
    await browser?.close()
    await front?.close()
    await house.close()
  })

  const launcher = (page: Page) => page.locator('.launch')
  const field = (page: Page) => page.locator('.composer textarea')

  /** Closed, open, with a message, and the list of conversations. */
  async function states(page: Page): Promise<string[]> {
    const found: string[] = []
    const look = async (state: string) => found.push(...(await violations(page)).map((one) => `${state}: ${one}`))
    await launcher(page).waitFor()
    await look('closed')
    await launcher(page).click()
    await field(page).waitFor()
    await look('open')
    await field(page).fill(QUESTION)
    await look('writing')
    await field(page).press('Enter')
    await page.locator('.bubble.sent, .bubble.delivered').waitFor()
    await look('sent')
    await page.locator('header button.tool').first().click()
    await page.locator('.row').waitFor()
    await look('list')
    return found
  }

  for (const [what, path, options] of [
    ['in the light', '/', {}],
    ['in the dark, in black', '/dark', {}],
    ['in yellow', '/yellow', {}],
    ['in Arabic, from right to left', '/ar', {}],
    ['at twice the size', '/', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
    ['on the smallest phone', '/', { viewport: { width: 320, height: 568 }, hasTouch: true }],
  ] as [string, string, BrowserContextOptions][]) {
    browserTest(`nothing is in anybody’s way ${what}`, async () => {
      const { page, complaints } = await visit(browser, front.url + path, { reducedMotion: 'reduce', ...options })
      expect(await states(page)).toEqual([])
      const [wide, room] = await page.evaluate(() => {
        const panel = document.querySelector('comptoir-chat')?.shadowRoot?.querySelector('.panel')
        return [panel?.scrollWidth ?? 0, panel?.clientWidth ?? 0]
      })
      expect(wide).toBeLessThanOrEqual(room)
      expect(complaints).toEqual([])
    })
  }

  browserTest('the whole way goes by keyboard, in and out again', async () => {
    const { page } = await visit(browser, front.url)
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    await page.getByRole('button', { name: 'Add to basket' }).focus()
    await page.keyboard.press('Tab')
    const focused = () =>
      page.evaluate(() =>
        document.querySelector('comptoir-chat')?.shadowRoot?.activeElement?.getAttribute('aria-label'),
      )
    expect(await focused()).toBe('Open chat')
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('Write a message…')
    await page.keyboard.type(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByText(/(Sent|Delivered)$/).waitFor()
    expect(await focused()).toBe('Write a message…')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('Open chat')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add to basket')
  })

  browserTest('what a screen reader is told has names, states and one log', async () => {
    const { page } = await visit(browser, front.url)
    const button = page.getByRole('button', { name: 'Open chat' })
    await button.waitFor()
    expect(await button.getAttribute('aria-expanded')).toBe('false')
    await button.click()
    await page.getByRole('dialog', { name: 'Maison Perle' }).waitFor()
    const log = page.getByRole('log', { name: 'Messages' })
    expect(await log.count()).toBe(1)
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite')
    expect(await page.locator('.launch').getAttribute('aria-expanded')).toBe('true')
    await page.getByRole('textbox', { name: /message/i }).fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByText(/(Sent|Delivered)$/).waitFor()
    expect(await log.ariaSnapshot()).toMatch(/You:[^]*Is the blue teapot/)
    expect(await log.getByText(QUESTION).count()).toBe(1)
  })
})

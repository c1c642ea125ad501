import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserTest, openBrowser, visit } from './browser.ts'
import { aShop, openTestHouse, type TestHouse, type TestShop } from './house.ts'
import { openStorefront, type Storefront, type StorefrontPage, withTag } from './storefront.ts'

const QUESTION = 'Is the blue teapot still in stock?'
/** What a page's style sheet can do to everything on it. */
const HOSTILE = `<style>
* { all: unset !important }
*, *::before { font: 900 60px/3 fantasy !important; letter-spacing: 9px !important; color: lime !important; background: #600 !important; text-transform: uppercase !important }
button, input, textarea, div, p, section { width: 3px !important; transform: rotate(20deg) !important; display: inline !important; visibility: hidden !important; position: static !important }
comptoir-chat { display: none !important; opacity: 0 !important; transform: scale(9) !important }
body { transform: scale(0.5) !important; filter: blur(3px) !important }
</style>`
const STUB =
  '<script>window.Comptoir = window.Comptoir || function () { (Comptoir.q = Comptoir.q || []).push(arguments) }</script>'

describe('on a page of somebody else’s', () => {
  let house: TestHouse
  let browser: Browser
  let pearl: TestShop
  let nord: TestShop
  let front: Storefront
  const pages: Record<string, StorefrontPage> = {}

  beforeAll(async () => {
    house = await openTestHouse()
    browser = await openBrowser()
    pearl = await aShop(house)
    nord = await aShop(house, 'Atelier Nord')
    front = await openStorefront(house, [pearl, nord], pages)
    const policy = `default-src 'none'; script-src 'nonce-a1b2' 'strict-dynamic'; style-src 'self'; connect-src ${house.url} ${house.url.replace('http', 'ws')}; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`
    pages['/plain'] = { html: withTag(house, pearl) }
    pages['/strict'] = { html: withTag(house, pearl, '', 'nonce="a1b2"'), csp: policy }
    pages['/hostile'] = { html: withTag(house, pearl, HOSTILE) }
    const tag = (shop: TestShop, more = '') =>
      `<script async src="${house.url}/widget.js" data-shop="${shop.publicKey}" ${more}></script>`
    pages['/twice'] = { html: withTag(house, pearl, tag(pearl)) }
    pages['/two'] = { html: withTag(house, pearl, tag(nord, 'data-position="left" data-color="#ffcc00"')) }
    pages['/consent'] = { html: withTag(house, pearl, STUB, 'data-consent="required"') }
    const load = `import { loadComptoir } from '${house.url}/widget/module.js'
      const options = { url: '${house.url}', position: 'left' }
      const both = ['${pearl.publicKey}', '${nord.publicKey}'].map((shop) => loadComptoir({ ...options, shop }))
      const [comptoir] = await Promise.all(both)
      await comptoir.open()`
    pages['/module'] = {
      html: `<!doctype html><html lang="en"><title>App</title><body><script type="module" nonce="a1b2">${load}</script></body></html>`,
      csp: policy,
    }
    pages['/own'] = {
      html: withTag(house, pearl, '', 'data-launcher=".help"').replace(
        '<main>',
        '<main><a href="#" class="help">Help</a>',
      ),
    }
  })
  afterAll(async () => {
    await browser?.close()
    await front?.close()
    await house.close()
  })

  const open = (page: Page) => page.getByRole('button', { name: 'Open chat' }).click()
  async function chat(page: Page): Promise<void> {
    await open(page)
    await write(page)
  }
  async function write(page: Page): Promise<void> {
    await page.getByRole('textbox', { name: /message/i }).fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByText(/(Sent|Delivered)$/).waitFor()
  }

  browserTest('a strict policy with Trusted Types finds nothing to refuse', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/strict`)
    await page.evaluate(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`${violatedDirective} ${blockedURI}`)
      })
    })
    await chat(page)
    expect(complaints).toEqual([])
  })

  /** Where everything of the widget's stands, and how it is written. */
  const looks = (page: Page) =>
    page.evaluate(() => {
      const root = document.querySelector('comptoir-chat')?.shadowRoot
      return [...(root?.querySelectorAll<HTMLElement>('.frame, .frame *') ?? [])].map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect()
        const { fontSize, fontFamily, fontWeight, color, letterSpacing, textTransform, transform, opacity } =
          getComputedStyle(part)
        const place = [x, y, width, height].map(Math.round).join(' ')
        return [
          part.tagName,
          place,
          fontSize,
          fontFamily,
          fontWeight,
          color,
          letterSpacing,
          textTransform,
          transform,
          opacity,
        ].join(' | ')
      })
    })
  const settled = (page: Page) =>
    page.waitForFunction(() => {
      const root = document.querySelector('comptoir-chat')?.shadowRoot
      return root?.activeElement?.tagName === 'TEXTAREA' && root.getAnimations().length === 0
    })

  browserTest('the page’s style sheet changes nothing in the widget', async () => {
    const seen: string[][] = []
    for (const path of ['/plain', '/hostile']) {
      const { page } = await visit(browser, front.url + path)
      await open(page)
      await page.getByRole('textbox', { name: /message/i }).waitFor()
      await page.getByText('How can we help you?').waitFor()
      await settled(page)
      seen.push(await looks(page))
    }
    expect(seen[0]?.length).toBeGreaterThan(20)
    expect(seen[1]).toEqual(seen[0])
  })

  browserTest('the widget changes nothing in the page', async () => {
    const { page } = await visit(browser, `${front.url}/plain`)
    const page0 = () =>
      page.evaluate(() => [
        document.head.innerHTML,
        document.body.outerHTML,
        document.adoptedStyleSheets.length,
        document.title,
      ])
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    const before = await page0()
    await chat(page)
    expect(await page0()).toEqual(before)
  })

  browserTest('a bundle loads it as a module, two shops at once, under a strict policy', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/module`)
    await write(page)
    expect(await page.locator('comptoir-chat').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  browserTest('a tag that is pasted twice stands once', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/twice`)
    await chat(page)
    expect(await page.locator('comptoir-chat').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  browserTest('two shops on one page keep apart', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/two`)
    await page.waitForFunction(() => document.querySelectorAll('comptoir-chat').length === 2)
    const shops = [pearl.publicKey, nord.publicKey]
    const unread = await page.evaluate(
      (keys) =>
        Promise.all(keys.map((key) => (window as unknown as Page2).Comptoir.shops[key]?.sendMessage(`To ${key}`))),
      shops,
    )
    expect(unread).toEqual([expect.any(String), expect.any(String)])
    const stored = async () =>
      (await house.database.query('SELECT message FROM ticket_messages ORDER BY message')).map(({ message }) => message)
    await expect.poll(stored).toEqual(expect.arrayContaining(shops.map((key) => `To ${key}`)))
    expect(complaints).toEqual([])
  })

  browserTest('without any storage one can chat all the same', async () => {
    const context = await browser.newContext()
    await context.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError')
          },
        })
    })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`${front.url}/plain`)
    await chat(page)
    expect(errors).toEqual([])
  })

  for (const [what, blocked] of [
    ['the API', /\/(api|socket\.io)\//],
    ['the panel', /\/widget\//],
    ['everything', /widget|\/api\//],
  ] as const) {
    browserTest(`a blocker that stops ${what} leaves the page without an error`, async () => {
      const { page, complaints } = await visit(browser, 'about:blank')
      await page.route(blocked, (route) => route.abort('blockedbyclient'))
      await page.goto(`${front.url}/plain`)
      await page.waitForLoadState('load')
      if (what !== 'everything') {
        await open(page)
        await (what === 'the API' ? page.getByRole('dialog') : page.getByText('Chat unavailable')).waitFor()
      }
      expect(complaints).toEqual([])
    })
  }

  browserTest('a page that the shop does not list is told that the chat is not for it', async () => {
    const stranger = await openStorefront(house, [], { '/': { html: withTag(house, pearl) } })
    const { page } = await visit(browser, stranger.url)
    const warned = page.waitForEvent('console', (message) => message.type() === 'warning')
    await open(page)
    await page.getByText('This chat is not available on this page.').waitFor()
    expect((await warned).text()).toContain(`the shop does not allow pages of ${stranger.url}`)
    await stranger.close()
  })

  browserTest('nothing is stored before the page allows it, and what was is taken back', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/consent`)
    const kept = () =>
      page.evaluate(() =>
        [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => /comptoir/.test(key)),
      )
    await chat(page)
    expect(await kept()).toEqual([])
    await page.evaluate(() => (window as unknown as Page2).Comptoir.setConsent(true))
    expect((await kept()).some((key) => key.endsWith('session'))).toBe(true)
    await page.evaluate(() => (window as unknown as Page2).Comptoir.setConsent(false))
    expect(await kept()).toEqual([])
    await page.getByRole('log').getByText(QUESTION, { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  browserTest('a page’s own button opens the panel and gets the focus back', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/own`)
    await page.getByRole('link', { name: 'Help' }).click()
    await page.getByRole('textbox', { name: /message/i }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Help')
    expect(complaints).toEqual([])
  })

  browserTest('a body that is replaced as a whole keeps the conversation that is open', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/plain`)
    await chat(page)
    await page.evaluate(() => {
      history.pushState(null, '', '/next')
      document.body.replaceWith(document.createElement('body'))
    })
    await page.getByRole('log').getByText(QUESTION, { exact: true }).waitFor()
    await page.evaluate(() =>
      document.documentElement.replaceChildren(document.createElement('head'), document.createElement('body')),
    )
    await page.getByRole('log').getByText(QUESTION, { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  browserTest('after destroy nothing stands, listens or is called as before', async () => {
    const { page, complaints } = await visit(browser, `${front.url}/plain`)
    await chat(page)
    await page.evaluate(() => (window as unknown as Page2).Comptoir.destroy())
    expect(
      await page.evaluate(() => [document.querySelectorAll('comptoir-chat').length, 'Comptoir' in window]),
    ).toEqual([0, false])
    await page.evaluate(() => document.body.replaceWith(document.createElement('body')))
    expect(await page.locator('comptoir-chat').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

interface Page2 {
  Comptoir: {
    shops: Record<string, { sendMessage(text: string): Promise<string> }>
    setConsent(granted: boolean): Promise<void>
    destroy(): Promise<void>
  }
}

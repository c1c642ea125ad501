import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserTest, openBrowser, type Visit, visit } from './browser.ts'
import { openTestHouse, type TestHouse } from './house.ts'

const QUESTION = 'Is the blue teapot still in stock?'
const ANSWER = 'Yes: three are left.'
const AFTERWARDS = 'Then I take one.'

describe('the whole way, in two browsers', () => {
  let house: TestHouse
  let browser: Browser

  beforeAll(async () => {
    house = await openTestHouse({ config: { demo: true } })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await house.close()
  })

  browserTest(
    'a shopper asks, an agent answers, the server is started anew, and nothing is lost or doubled',
    async () => {
      const ada = await signedIn(house, browser)
      const mira = await visit(browser, `${house.url}/demo/`)

      await mira.page.getByRole('button', { name: 'Open chat' }).click()
      await write(mira.page, QUESTION)
      await shown(mira.page, QUESTION)
      await mira.page.getByText(/Sent$/).waitFor()

      const row = ada.page.getByRole('link', { name: new RegExp('blue teapot') }).first()
      await row.waitFor()
      await row.click()
      await shown(ada.page, QUESTION)
      await ada.page.getByRole('textbox', { name: /^Answer/ }).fill(ANSWER)
      await ada.page.keyboard.press('Enter')
      await shown(mira.page, ANSWER)

      // The chat that was open is open again.
      await mira.page.reload()
      await shown(mira.page, QUESTION)
      await shown(mira.page, ANSWER)

      const stopped = house.restart()
      await write(mira.page, AFTERWARDS)
      await stopped
      await shown(ada.page, AFTERWARDS)
      await shown(mira.page, AFTERWARDS)

      for (const { page } of [mira, ada]) {
        const log = page.getByRole('log')
        for (const text of [QUESTION, ANSWER, AFTERWARDS])
          expect(await log.getByText(text, { exact: true }).count(), text).toBe(1)
      }
      const stored = await house.database.query('SELECT seq, message FROM ticket_messages ORDER BY seq')
      expect(stored).toEqual([
        { seq: 1, message: QUESTION },
        { seq: 2, message: ANSWER },
        { seq: 3, message: AFTERWARDS },
      ])
      expect([...mira.complaints, ...ada.complaints]).toEqual([])
    },
  )

  browserTest('a French page gets a French widget', async () => {
    const { page, complaints } = await visit(browser, `${house.url}/demo/fr/`)
    await page.getByRole('button', { name: 'Ouvrir la discussion' }).click()
    await page.getByRole('textbox', { name: /message/i }).waitFor()
    expect(complaints).toEqual([])
  })

  browserTest('before the first click nothing is stored and nothing is asked', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${house.url}/demo/`)
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    expect(
      asked.filter((path) => path.startsWith('/api') || path.startsWith('/socket.io') || path.startsWith('/widget/')),
    ).toEqual([])
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /comptoir/i.test(key)))).toEqual([])
    expect(await context.cookies()).toEqual([])
  })
})

async function signedIn(house: TestHouse, browser: Browser): Promise<Visit> {
  const { demo } = house
  const ada = await visit(browser, house.url)
  await ada.page.getByLabel('E-mail').fill(demo?.agents[1]?.email ?? '')
  await ada.page.getByLabel('Password').fill(demo?.password ?? '')
  await ada.page.getByRole('button', { name: 'Sign in' }).click()
  await ada.page.getByRole('searchbox').waitFor()
  return ada
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /message/i }).fill(text)
  await page.keyboard.press('Enter')
}

const shown = (page: Page, text: string): Promise<void> =>
  page.getByRole('log').getByText(text, { exact: true }).waitFor()

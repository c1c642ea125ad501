import { text } from 'node:stream/consumers'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { violations } from './axe.ts'
import { browserTest, openBrowser, type Visit, visit } from './browser.ts'
import { openTestHouse, type TestHouse } from './house.ts'

const aPicture = (background: string) =>
  sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .jpeg()
    .toBuffer()

describe('files, in two browsers', () => {
  let house: TestHouse
  let browser: Browser
  let ada: Visit

  beforeAll(async () => {
    house = await openTestHouse({ config: { demo: true } })
    browser = await openBrowser()
    ada = await signedIn(house, browser)
  })
  afterAll(async () => {
    await browser?.close()
    await house.close()
  })

  browserTest('a shopper sends a photograph and a document, an agent answers with a picture', async () => {
    const mira = await visit(browser, `${house.url}/demo/`)
    const asked: string[] = []
    mira.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await mira.page.getByRole('button', { name: 'Open chat' }).click()
    const attach = mira.page.getByRole('button', { name: 'Attach files' })
    await attach.waitFor()
    const before = await violations(mira.page)
    expect(asked.filter((path) => path.includes('files-'))).toEqual([])

    await pick(mira.page, attach, [
      { name: 'cup.jpg', mimeType: 'image/jpeg', buffer: await aPicture('#884422') },
      { name: 'invoice.txt', mimeType: 'text/plain', buffer: Buffer.from('Order 1042') },
    ])
    const tray = mira.page.getByRole('list', { name: 'Files to send' })
    await tray.getByText('cup.jpg is ready to be sent').waitFor({ state: 'attached' })
    await tray.getByText('invoice.txt is ready to be sent').waitFor({ state: 'attached' })
    // The storefront around it is somebody else's.
    expect(await violations(mira.page)).toEqual(before)
    await mira.page.getByRole('button', { name: 'Send', exact: true }).click()
    await mira.page.getByText(/Sent$|Delivered$|Read$/).waitFor()
    expect(await tray.getByRole('listitem').count()).toBe(0)
    const picture = mira.page.getByRole('link', { name: 'Open the picture cup.jpg' })
    await loaded(picture)
    expect(await savedBy(mira.page.getByRole('link', { name: /^invoice\.txt/ }))).toBe('Order 1042')

    expect(await violations(mira.page)).toEqual(before)
    const row = ada.page.getByRole('link', { name: /cup\.jpg/ }).first()
    await row.click()
    await loaded(ada.page.getByRole('link', { name: 'Open the picture cup.jpg' }))
    expect(await savedBy(ada.page.getByRole('link', { name: /^invoice\.txt/ }))).toBe('Order 1042')
    await pick(ada.page, ada.page.getByRole('button', { name: 'Attach files' }), [
      { name: 'teapot.jpg', mimeType: 'image/jpeg', buffer: await aPicture('#224488') },
    ])
    await ada.page.getByRole('status', { name: 'teapot.jpg is ready to be sent' }).waitFor()
    expect(await violations(ada.page)).toEqual([])
    await ada.page.getByRole('button', { name: 'Send', exact: true }).click()
    await loaded(ada.page.getByRole('link', { name: 'Open the picture teapot.jpg' }))
    await loaded(mira.page.getByRole('link', { name: 'Open the picture teapot.jpg' }))

    await mira.page.reload()
    await loaded(mira.page.getByRole('link', { name: 'Open the picture teapot.jpg' }))
    const [opened] = await Promise.all([mira.page.context().waitForEvent('page'), picture.click()])
    await opened.locator('img').waitFor()
    expect([...mira.complaints, ...ada.complaints]).toEqual([])
  })

  browserTest('a file is pasted, dropped, taken out again, and refused where it is too large', async () => {
    const { page, complaints } = await visit(browser, `${house.url}/demo/`)
    await page.getByRole('button', { name: 'Open chat' }).click()
    const box = page.getByRole('textbox', { name: /message/i })
    await box.waitFor()
    await hand(box, 'paste', 'pasted.txt')
    const tray = page.getByRole('list', { name: 'Files to send' })
    await tray.getByText('pasted.txt is ready to be sent').waitFor({ state: 'attached' })
    await hand(box, 'drop', 'dropped.txt')
    await tray.getByText('dropped.txt is ready to be sent').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Remove pasted.txt' }).click()
    expect(await tray.getByRole('listitem').count()).toBe(1)

    await house.context.db
      .updateTable('shops')
      .set({ settings: tiny(await settings()) })
      .execute()
    await hand(box, 'drop', 'large.txt')
    await tray.getByRole('alert').getByText('This file is too large.').waitFor()
    expect(await page.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: 'Remove large.txt' }).click()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('link', { name: /^dropped\.txt/ }).waitFor()
    expect(complaints).toEqual([])
  })

  const settings = async () =>
    (await house.context.db.selectFrom('shops').select('settings').executeTakeFirstOrThrow()).settings
  const tiny = (now: Awaited<ReturnType<typeof settings>>) =>
    JSON.stringify({ ...now, files: { maxSize: 3, perMessage: 10, perTicketADay: 100, quota: 1_000_000_000 } })

  browserTest('whatever a link leads to runs nothing, on a page of its own or inside another', async () => {
    const { page, complaints } = await visit(browser, `${house.url}/demo/`)
    expect(complaints).toEqual([])
    await house.context.db
      .updateTable('shops')
      .set({ settings: roomy(await settings()) })
      .execute()
    const link = await page.evaluate(evilLink, house.demo?.publicKey ?? '')
    const seen = await page.evaluate(async (address) => {
      const tried = ['script', 'img', 'iframe'].map(
        (kind) =>
          new Promise<string>((settle) => {
            const element = Object.assign(document.createElement(kind), { src: address })
            element.onload = () => settle(`${kind} loaded`)
            element.onerror = () => settle(`${kind} refused`)
            document.body.append(element)
          }),
      )
      await Promise.all(tried.slice(0, 2))
      return { ran: 'ran' in window, outcome: await Promise.all(tried.slice(0, 2)) }
    }, link)
    expect(seen).toEqual({ ran: false, outcome: ['script refused', 'img refused'] })
    const [download] = await Promise.all([page.waitForEvent('download'), page.goto(link).catch(() => null)])
    expect(download.suggestedFilename()).toBe('page.png')
  })
  const roomy = (now: Awaited<ReturnType<typeof settings>>) =>
    JSON.stringify({ ...now, files: { maxSize: 100_000, perMessage: 10, perTicketADay: 100, quota: 1_000_000_000 } })
})

/** A page that would run, sent as a picture; answers the link to it. */
async function evilLink(publicKey: string): Promise<string> {
  const json = { 'Content-Type': 'application/json' }
  const opened = await fetch('/api/visitors', {
    method: 'POST',
    headers: { ...json, 'X-Shop-Key': publicKey },
    body: '{}',
  })
  const { token } = await opened.json()
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' }
  const path = `/api/files/${crypto.randomUUID()}`
  await fetch(`${path}?name=page.png`, {
    method: 'PUT',
    headers,
    body: '<script>window.ran = 1</script>/*x*/ window.ran = 1',
  })
  const { url } = await (await fetch(`${path}/links`, { headers })).json()
  return location.origin + url
}

async function signedIn({ url, demo }: TestHouse, browser: Browser): Promise<Visit> {
  const ada = await visit(browser, url)
  await ada.page.getByLabel('E-mail').fill(demo?.agents[1]?.email ?? '')
  await ada.page.getByLabel('Password').fill(demo?.password ?? '')
  await ada.page.getByRole('button', { name: 'Sign in' }).click()
  await ada.page.getByRole('searchbox').waitFor()
  return ada
}

interface Picked {
  name: string
  mimeType: string
  buffer: Buffer
}

async function pick(page: Page, button: Locator, files: Picked[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
  await chooser.setFiles(files)
}

/** As a hand pastes or drops a small text file. */
const hand = (box: Locator, type: 'paste' | 'drop', name: string) =>
  box.evaluate(
    (field, [kind, label = '']) => {
      const data = new DataTransfer()
      data.items.add(new File(['words'], label, { type: 'text/plain' }))
      const about = { bubbles: true, composed: true, cancelable: true }
      const event =
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...about, clipboardData: data })
          : new DragEvent('drop', { ...about, dataTransfer: data })
      field.dispatchEvent(event)
    },
    [type, name] as const,
  )

const loaded = async (link: Locator) => {
  const image = link.locator('img')
  await image.waitFor()
  await expect.poll(() => image.evaluate((one) => one instanceof HTMLImageElement && one.naturalWidth)).toBe(480)
}

/** What the link gives to whoever follows it, and that it is to be saved. */
async function savedBy(link: Locator): Promise<string> {
  await expect.poll(() => link.getAttribute('href')).toMatch(/files\//)
  const [download] = await Promise.all([link.page().waitForEvent('download'), link.evaluate(stay)])
  return text(await download.createReadStream())
}

/** A tab that opens for a download closes at once; in the test it stays in this one. */
const stay = (link: Element) => {
  link.removeAttribute('target')
  if (link instanceof HTMLElement) link.click()
}

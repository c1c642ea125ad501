import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { test } from 'vitest'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
]

/** The system's Chromium, or else the one of the npm package. */
async function findChromium(): Promise<{ executablePath: string; args: string[] }> {
  const system = [process.env.CHROMIUM_PATH, ...SYSTEM].find((path) => path && existsSync(path))
  if (system) return { executablePath: system, args: ARGS }
  const { default: packed } = await import('@sparticuz/chromium')
  return { executablePath: await packed.executablePath(), args: [...packed.args, ...ARGS] }
}

let why = ''
const found = await findChromium().catch((error: unknown) => {
  why = error instanceof Error ? error.message : String(error)
  return null
})
if (!found && process.env.CI === 'true') throw new Error(`There is no Chromium, and in CI there must be: ${why}`)
if (!found)
  process.stderr.write(`\nSKIPPED: browser tests, since there is no Chromium here (${why}). Set CHROMIUM_PATH.\n\n`)

/** A test that needs a browser; skipped, loudly, where there is none. */
export const browserTest = test.skipIf(!found)

export async function openBrowser(): Promise<Browser> {
  if (!found) throw new Error('there is no Chromium')
  return chromium.launch({ executablePath: found.executablePath, args: found.args })
}

export interface Visit {
  page: Page
  /** What the page complained of: errors, unhandled rejections, refusals by the content security policy. */
  complaints: string[]
}

/** A person's own browser: nothing is shared with other visits. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  // Shorter than a test's own patience, so that a failure names the step.
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A server that is being restarted refuses connections: the network's word, not the page's.
    if (message.type() === 'error' && !/net::ERR_|WebSocket connection|Failed to load resource/.test(message.text()))
      complaints.push(message.text())
  })
  await page.goto(url)
  return { page, complaints }
}

import type { CDPSession, Page } from 'playwright-core'
import type { BenchHouse } from './page.ts'

interface Held {
  open(): Promise<void>
  destroy(): Promise<void>
}

const KEYS = 'How long does the blue teapot keep warm? '

const composer = 'comptoir-chat .composer textarea'

/** Milliseconds in the page from a click on the launcher to a composer that has the focus. */
async function click(page: Page): Promise<number> {
  const waited = page.evaluate(
    () =>
      new Promise<number>((done) => {
        const root = document.querySelector('comptoir-chat')?.shadowRoot
        root?.addEventListener('click', ({ timeStamp }) => {
          const look = () => {
            if (root.activeElement?.tagName === 'TEXTAREA') done(performance.now() - timeStamp)
            else requestAnimationFrame(look)
          }
          look()
        })
      }),
  )
  await page.locator('comptoir-chat .launch').click()
  return waited
}

export async function cold(page: Page, { url }: BenchHouse): Promise<number> {
  await page.goto(`${url}/demo/`, { waitUntil: 'load' })
  // By touch nothing is there before the click itself.
  const button = page.locator('comptoir-chat .launch')
  await button.evaluate((element) => {
    if (element instanceof HTMLElement) element.onpointerenter = element.onfocus = null
  })
  return click(page)
}

export async function hovered(page: Page, { url }: BenchHouse): Promise<number> {
  await page.goto(`${url}/demo/`, { waitUntil: 'load' })
  const words = page.waitForResponse((response) => /\/widget\/words-/.test(response.url()))
  const panel = page.waitForResponse((response) => /\/widget\/panel-/.test(response.url()))
  await page.locator('comptoir-chat .launch').hover()
  await (await words).finished()
  await (await panel).finished()
  return click(page)
}

/** The slowest of forty keys, from the key to the next frame, with all of a long conversation loaded. */
export async function typing(
  page: Page,
  _session: CDPSession,
  { url, publicKey, session }: BenchHouse,
): Promise<number> {
  await page.addInitScript(
    ([key, value]) => localStorage.setItem(key ?? '', value ?? ''),
    [`comptoir:${publicKey}@${url}:session`, JSON.stringify(session)],
  )
  await page.addInitScript(() => {
    Reflect.set(window, 'slowest', 0)
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        Reflect.set(window, 'slowest', Math.max(Reflect.get(window, 'slowest'), duration))
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
  })
  await page.goto(`${url}/demo/`, { waitUntil: 'load' })
  await page.locator('comptoir-chat .launch').click()
  await page.locator(composer).waitFor()
  await loadAll(page)
  await page.locator(composer).focus()
  await page.evaluate(() => Reflect.set(window, 'slowest', 0))
  for (const key of KEYS) await page.keyboard.type(key)
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  return page.evaluate(() => Reflect.get(window, 'slowest'))
}

async function loadAll(page: Page): Promise<void> {
  const count = () => page.locator('comptoir-chat .message').count()
  await page.locator('comptoir-chat .message').first().waitFor()
  const earlier = page.locator('comptoir-chat .scroll > button.plain').first()
  while (await earlier.isVisible()) {
    const before = await count()
    await earlier.evaluate((button) => button instanceof HTMLElement && button.click())
    await page.waitForFunction(
      (had) => (document.querySelector('comptoir-chat')?.shadowRoot?.querySelectorAll('.message').length ?? 0) > had,
      before,
      { timeout: 30_000 },
    )
  }
}

/** What is more than before after so many times of mounting, opening and destroying. Heap in KB. */
export async function leaks(page: Page, session: CDPSession, { url, publicKey }: BenchHouse, times: number) {
  await page.goto(`${url}/demo/`, { waitUntil: 'load' })
  const once = () =>
    page.evaluate(
      async ([src = '', shop = '']) => {
        const widget = (): Held | undefined => Object(window).Comptoir
        await widget()?.destroy()
        const script = document.createElement('script')
        Object.assign(script, { src })
        script.dataset.shop = shop
        await new Promise((done) => {
          script.onload = done
          document.head.append(script)
        })
        await widget()?.open()
        await widget()?.destroy()
        script.remove()
      },
      [`${url}/widget.js`, publicKey],
    )
  const weigh = async () => {
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
    return { heap: usedSize / 1_024, nodes, listeners: jsEventListeners }
  }
  // The first ones fill what the browser keeps of scripts and styles.
  for (let round = 0; round < 10; round++) await once()
  const before = await weigh()
  for (let round = 0; round < times; round++) await once()
  const after = await weigh()
  return {
    heap: after.heap - before.heap,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
  }
}

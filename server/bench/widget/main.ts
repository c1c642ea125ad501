import { type CDPSession, chromium, type Page } from 'playwright-core'
import { ARGS, measurePage, median, openBenchHouse } from './page.ts'
import { cold, hovered, leaks, typing } from './runs.ts'

/*
 * What the widget costs a storefront: the demo shop with and without the tag, in a real Chromium at a quarter of this
 * machine's speed. `npm run bench:widget -- 9 1000` takes another number of visits and of messages in the long thread.
 */
const VISITS = Number(process.argv[2] ?? 5)
const MESSAGES = Number(process.argv[3] ?? 5_000)
const MOUNTS = 100

interface Row {
  what: string
  is: number
  goal: string
  isGood: boolean
}

const house = await openBenchHouse(MESSAGES)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ARGS })
try {
  const rows = await run()
  console.table(
    Object.fromEntries(
      rows.map(({ what, is, goal, isGood }) => [
        what,
        { is: Math.round(is * 100) / 100, goal, verdict: isGood ? 'good' : 'BAD' },
      ]),
    ),
  )
  if (rows.some(({ isGood }) => !isGood)) process.exitCode = 1
} finally {
  await browser.close()
  await house.close()
}

async function run(): Promise<Row[]> {
  const withTag = await repeat((page) => measurePage(page, `${house.url}/demo/`))
  const without = await repeat(async (page) => {
    await page.route('**/widget.js', (route) => route.abort())
    return measurePage(page, `${house.url}/demo/`)
  })
  const of = (all: typeof withTag, name: keyof (typeof withTag)[number]) => median(all.map((one) => one[name]))
  // As far as two visits without the tag are apart, they say nothing.
  const spread = (name: 'lcp' | 'tbt') => {
    const all = without.map((one) => one[name])
    return Math.max(...all) - Math.min(...all)
  }
  const colds = await repeat((page) => cold(page, house))
  const hovers = await repeat((page) => hovered(page, house))
  const inp = await alone((page, session) => typing(page, session, house))
  const left = await alone((page, session) => leaks(page, session, house, MOUNTS))
  const atMost = (what: string, is: number, goal: number, unit: string): Row => ({
    what,
    is,
    goal: `≤ ${Math.round(goal)} ${unit}`,
    isGood: is <= goal,
  })
  return [
    atMost('loader, evaluation', of(withTag, 'evaluation'), 15, 'ms'),
    atMost('requests before the first click', of(withTag, 'requests'), 1, ''),
    atMost('cold click to composer', median(colds), 350, 'ms'),
    atMost('click after a hover to composer', median(hovers), 100, 'ms'),
    atMost(`slowest key of 40 in a thread of ${MESSAGES}`, inp, 100, 'ms'),
    atMost('layout shift', of(withTag, 'cls'), 0, ''),
    atMost('LCP, more than without', of(withTag, 'lcp') - of(without, 'lcp'), Math.max(spread('lcp'), 16), 'ms'),
    atMost('TBT, more than without', of(withTag, 'tbt') - of(without, 'tbt'), Math.max(spread('tbt'), 16), 'ms'),
    atMost(`heap after ${MOUNTS} × mount and destroy, more`, left.heap, 256, 'KB'),
    atMost(`listeners after it, more`, left.listeners, 0, ''),
    atMost(`nodes after it, more`, left.nodes, 0, ''),
  ]
}

async function repeat<T>(work: (page: Page, session: CDPSession) => Promise<T>): Promise<T[]> {
  const all: T[] = []
  for (let left = VISITS; left > 0; left--) all.push(await alone(work))
  return all
}

async function alone<T>(work: (page: Page, session: CDPSession) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  try {
    return await work(page, session)
  } finally {
    await context.close()
  }
}

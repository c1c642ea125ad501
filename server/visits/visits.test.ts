import type { VisitChanged } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { buildProgram, serve } from '../testing/program.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { isHere } from './store.ts'

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
const PATIENCE = { timeout: 40_000, interval: 50 }
const PAGE = { url: 'https://maison-perle.example/teapots', title: 'Teapots' }

let house: TestHouse
let shop: TestShop
let ada: { token: string }

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  ada = await anAgent(house, shop)
})
afterAll(() => house.close())

const connect = (token: string, at: { url: string } = house): Promise<PlainSocket> => {
  const socket = new PlainSocket(at, { token })
  onTestFinished(() => socket.close())
  return socket.connected()
}

/** Mira's ticket, and Ada who looks at it. */
async function watched(at: { url: string } = house) {
  const mira = await aShopper(house, shop, { name: 'Mira' })
  const ticket = await mira.openTicket()
  const adas = await connect(ada.token, at)
  await adas.ask('join_ticket', { ticketId: ticket.id })
  const sees = (condition: (visit: VisitChanged) => boolean) =>
    vi.waitFor(() => {
      const visit = adas.heard('visit_changed').at(-1)
      expect(visit && condition(visit)).toBe(true)
      return visit
    }, PATIENCE)
  return { mira, ticket, adas, sees }
}

const askForPage = (page: boolean) =>
  new Caller(house, shop.adminToken).patch('/api/shop', { settings: { visits: { page } } })

describe('an agent who looks at a ticket', () => {
  test('sees whether its customer is there, who comes, and who goes', async () => {
    const { mira, ticket, sees } = await watched()
    expect(await sees(({ isHere }) => !isHere)).toEqual({
      ...{ ticketId: ticket.id, customerId: ticket.customerId },
      ...{ isHere: false, page: null },
    })
    const miras = await connect(mira.token)
    await sees(({ isHere }) => isHere)
    expect(await isHere(house.context.db, shop.shopId, ticket.customerId)).toBe(true)
    miras.close()
    await sees(({ isHere }) => !isHere)
    expect(await isHere(house.context.db, shop.shopId, ticket.customerId)).toBe(false)
  })

  test('sees the page that the shopper is on, where the shop asks for it', async () => {
    await askForPage(true)
    const { mira, sees } = await watched()
    const miras = await connect(mira.token)
    expect(await miras.ask('set_page', PAGE)).toEqual({ ok: true })
    await sees(({ page }) => page?.url === PAGE.url && page.title === 'Teapots')
    await miras.ask('set_page', { url: 'https://maison-perle.example/cart' })
    await sees(({ page }) => page?.url.endsWith('/cart') === true && page.title === null)
    await askForPage(false)
    await sees(({ isHere, page }) => isHere && page === null)
  })

  test('sees no page where the shop does not ask for it, and none is kept', async () => {
    await askForPage(false)
    const { mira, ticket, sees } = await watched()
    const miras = await connect(mira.token)
    await miras.ask('set_page', PAGE)
    expect((await sees(({ isHere }) => isHere))?.page).toBeNull()
    const rows = await house.database.query('SELECT page_url FROM visits WHERE customer_id = $1', [ticket.customerId])
    expect(rows).toEqual([{ page_url: null }])
  })

  test('on another node sees it too, and soon when the node of the shopper is killed', async () => {
    await buildProgram()
    const node = await serve({ DATABASE_URL: house.database.url, DEMO: 'false' })
    const { mira, sees } = await watched()
    await connect(mira.token, node)
    await sees(({ isHere }) => isHere)
    await node.end('SIGKILL')
    await sees(({ isHere }) => !isHere)
  })
})

test.each([
  ['no address', { url: 'teapots' }],
  ['an address that runs code', { url: 'javascript:alert(1)' }],
  ['too long an address', { url: `https://maison-perle.example/${'a'.repeat(2_000)}` }],
  ['half of a character', { url: PAGE.url, title: '\ud800' }],
])('%s is refused', async (_, page) => {
  const mira: Shopper = await aShopper(house, shop)
  const socket = await connect(mira.token)
  expect(await socket.ask('set_page', page)).toMatchObject({ ok: false, code: 'invalid' })
})

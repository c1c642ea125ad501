import type { Heat, LiveView, Page, RatedTicket, TicketStats } from '@comptoir/sdk/contract'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

const HOUR = 3_600_000
/** A Tuesday, in winter, at three in the afternoon in Paris. */
const NOON = Date.parse('2026-01-20T14:00:00Z')
const HOSTILE = '=HYPERLINK("https://evil.example";"Click, please")'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let dora: Caller
let now = NOON - 2 * HOUR

/** One is answered after 10 min, resolved after 60 and rated; two begins like a formula; three waits, three hours old. */
beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
  shop = await aShop(house)
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
  await dora.patch('/api/shop', { settings: { escalation: { unanswered: null, urgent: null, ratingBelow: 1 } } })
  mira = await aShopper(house, shop, { name: 'Łucja Müller' })
  const one = await mira.openTicket({ subject: 'Où est mon colis ?', category: 'order_issue', orderId: 'PERLE-7' })
  now += HOUR / 6
  await ada.say(one, 'On its way.')
  now += (HOUR * 5) / 6
  await dora.put(`/api/tickets/${one.id}/status`, { status: 'resolved' })
  mira = await aShopper(house, shop, { renewalToken: mira.session.renewalToken })
  await mira.post(`/api/tickets/${one.id}/rating`, { score: 4, comment: 'Merci !\n"Très" bien' })
  const two = await mira.openTicket({ subject: HOSTILE })
  await ada.say(two, 'What is that?')
  now = NOON
  mira = await aShopper(house, shop, { renewalToken: mira.session.renewalToken })
  await mira.openTicket({ subject: 'Three' })
  now += 3 * HOUR
  ada = new Caller(house, ada.token)
})
afterAll(() => house.close())

async function fetched(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${house.url}/api/reports/tickets.${query}`, {
    headers: { Authorization: `Bearer ${shop.adminToken}`, ...headers },
  })
}

test('CSV has every ticket of the period, newest first, and says before how many', async () => {
  const response = await fetched('csv?period=7d')
  expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('X-Total-Count')).toBe('3')
  expect(response.headers.get('Content-Disposition')).toContain('tickets_2026-01-13_2026-01-20.csv')
  const [head = [], ...rows] = parseCsv(await response.text(), { skipBom: true })
  expect(rows.map((row) => row[0])).toEqual(['3', '2', '1'])
  const one = Object.fromEntries(head.map((name, place) => [String(name), rows[2]?.[place]]))
  expect(one).toMatchObject({
    Subject: 'Où est mon colis ?',
    Status: 'Resolved',
    Customer: 'Łucja Müller',
    Order: 'PERLE-7',
    Opened: '2026-01-20 13:00',
    'First answer': '2026-01-20 13:10',
    'First answer (min)': '10',
    'Resolution (min)': '60',
    Rating: '4',
    Comment: 'Merci !\n"Très" bien',
  })
})

test('what begins like a formula is text in CSV and in Excel', async () => {
  const csv = parseCsv(await (await fetched('csv?period=7d&bom=false')).text())
  expect(csv[2]?.[1]).toBe(`'${HOSTILE}`)
  const book = await readXlsx(new Uint8Array(await (await fetched('xlsx?period=7d')).arrayBuffer()))
  expect(book.sheets[0]?.rows[2]?.[1]).toBe(`'${HOSTILE}`)
})

test('in French, headings, dates, numbers and the separator are French', async () => {
  for (const [query, headers] of [
    ['csv?period=7d&locale=fr&bom=false', {}],
    ['csv?period=7d&bom=false', { 'Accept-Language': 'fr-CH, en;q=0.5' }],
  ] as const) {
    const text = await (await fetched(query, headers)).text()
    expect(text.startsWith('Numéro;Objet;Statut;')).toBe(true)
    expect(text).toContain('20/01/2026 13:00')
    expect(text).toContain('Résolu')
  }
})

test('a byte order mark comes first unless it is not wanted', async () => {
  const firstBytes = async (query: string) =>
    [...new Uint8Array(await (await fetched(query)).arrayBuffer())].slice(0, 3)
  expect(await firstBytes('csv')).toEqual([0xef, 0xbb, 0xbf])
  expect(await firstBytes('csv?bom=false')).not.toEqual([0xef, 0xbb, 0xbf])
})

test('Excel has numbers as numbers and times by the clock of the shop', async () => {
  const response = await fetched('xlsx?period=7d&locale=fr')
  const book = await readXlsx(new Uint8Array(await response.arrayBuffer()))
  const [head = [], ...rows] = book.sheets[0]?.rows ?? []
  const one = Object.fromEntries(head.map((name, place) => [String(name), rows[2]?.[place]]))
  expect(one).toMatchObject({ Numéro: 1, 'Résolution (min)': 60, Note: 4, Catégorie: 'Commande' })
  expect(one['Ouvert le']).toEqual(new Date('2026-01-20T13:00:00Z'))
})

test('the PDF is one, in the language asked for', async () => {
  for (const locale of ['en', 'fr']) {
    const response = await fetched(`pdf?period=30d&locale=${locale}`)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('Content-Type')).toBe('application/pdf')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.toString('latin1')).toContain(`/Lang (${locale})`)
  }
})

test('a report narrows as the statistics do', async () => {
  const query = 'period=7d&category=order_issue'
  const { body } = await dora.get<TicketStats>(`/api/tickets/stats?${query}`)
  const response = await fetched(`csv?${query}`)
  expect(response.headers.get('X-Total-Count')).toBe(String(body.total))
  expect(parseCsv(await response.text())).toHaveLength(1 + body.total)
})

test('heat counts by the clock where the shop is', async () => {
  const { body } = await dora.get<Heat>('/api/reports/heat?period=7d')
  expect(body.total).toBe(3)
  expect(body.days.map((hours) => hours.length)).toEqual([24, 24, 24, 24, 24, 24, 24])
  expect(body.days[1]?.slice(13, 16)).toEqual([1, 1, 1])
  expect(body.days.flat().reduce((sum, count) => sum + count)).toBe(3)
})

test('ratings come with what was said', async () => {
  const rated = async (query: string) => (await dora.get<Page<RatedTicket>>(`/api/reports/ratings${query}`)).body.items
  expect(await rated('?commented=true')).toMatchObject([
    { number: 1, score: 4, comment: 'Merci !\n"Très" bien', customerName: 'Łucja Müller' },
  ])
  expect(await rated('?score=5')).toEqual([])
  expect(await rated('?commented=false')).toEqual([])
})

test('live says who waits for the shop, and since when', async () => {
  const { body } = await dora.get<LiveView>('/api/reports/live')
  // Two has an agent's word as its last.
  expect(body).toMatchObject({ waiting: 1, longest: { number: 3, seconds: 3 * 3600 } })
})

test('a whole of pages comes once each, in order', async () => {
  const other = await aShop(house, 'Atelier Nord')
  const nils = await aShopper(house, other)
  const ticket = await nils.openTicket()
  await house.database.query(
    `INSERT INTO tickets (shop_id, id, number, customer_id, subject, description, status, priority, category, channel, last_seq,
       last_public_seq, customer_read_seq, customer_read_public_seq, agent_read_seq, agent_read_public_seq, mailed_seq, created_at, updated_at)
     SELECT shop_id, gen_random_uuid(), 1 + n, customer_id, 'Copy', '', 'open', 'low', category, channel, 0, 0, 0, 0, 0, 0, 0,
       created_at, updated_at FROM tickets, generate_series(1, 4500) AS n WHERE id = '${ticket.id}'`,
  )
  const response = await fetch(`${house.url}/api/reports/tickets.csv`, {
    headers: { Authorization: `Bearer ${other.adminToken}` },
  })
  const rows = parseCsv(await response.text()).slice(1)
  expect(response.headers.get('X-Total-Count')).toBe('4501')
  expect(new Set(rows.map((row) => row[0])).size).toBe(4501)
  expect(rows).toHaveLength(4501)
})

test.each(['csv', 'xlsx', 'pdf'])('a period that is none is refused before a byte of %s', async (ending) => {
  const response = await fetched(`${ending}?period=soon`)
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ code: 'invalid', errors: [{ path: 'period' }] })
})

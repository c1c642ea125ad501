import type {
  ContactPage,
  ContactStats,
  Page,
  Problem,
  Ticket,
  TicketRow,
  TicketWithThread,
} from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let anybody: Caller
let ada: Caller

const FORM = { name: 'Mira', email: 'mira@example.com', subject: 'The teapot', message: 'It leaks.' }

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  anybody = new Caller(house, '')
  ada = new Caller(house, (await anAgent(house, shop)).token)
})
afterAll(() => house.close())

const sendForm = (form: object, headers: Record<string, string> = {}) =>
  anybody.post<Ticket & Pick<Problem, 'code'>>('/api/support/contact', form, {
    'X-Shop-Key': shop.publicKey,
    ...headers,
  })

describe('a contact form', () => {
  test('becomes a ticket of its sender', async () => {
    const form = { ...FORM, category: 'technical', priority: 'normal', orderId: '1042' }
    const { status, body } = await sendForm(form)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      subject: 'The teapot',
      description: 'It leaks.',
      channel: 'form',
      category: 'technical',
      priority: 'medium',
      orderId: '1042',
      status: 'open',
    })
    const seen = await ada.get<TicketWithThread>(`/api/support/contact/ticket/${body.number}`)
    expect(seen.body).toMatchObject({
      id: body.id,
      customer: { name: 'Mira', email: 'mira@example.com', standing: 'identified' },
    })
  })

  test('needs no key where there is one shop only', async () => {
    const { status } = await anybody.post('/api/support/contact', FORM)
    expect(status).toBe(201)
  })

  test('never opens the history of whoever’s address it gives', async () => {
    const mira = await aShopper(house, shop, FORM_SENDER)
    const before = await mira.openTicket()
    const { body } = await sendForm(FORM)
    expect(body.customerId).not.toBe(mira.session.customerId)
    const hers = await mira.get<Page<TicketRow>>('/api/tickets')
    expect(hers.body.items.map((ticket) => ticket.id)).toEqual([before.id])
    expect((await sendForm(FORM)).body.customerId).not.toBe(body.customerId)
  })

  test('sent again under one Idempotency-Key opens one ticket', async () => {
    const key = { 'Idempotency-Key': 'teapot-1' }
    const answers = await Promise.all([sendForm(FORM, key), sendForm(FORM, key), sendForm(FORM, key)])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  test.each([
    ['no name', { name: undefined }],
    ['no address', { email: undefined }],
    ['an address that is none', { email: 'mira' }],
    ['two addresses', { email: 'mira@example.com,tom@example.com' }],
    ['a header in the name', { name: 'Mira\r\nBcc: tom@example.com' }],
    ['an empty message', { message: ' ' }],
    ['a message that is too long', { message: 'x'.repeat(8_001) }],
    ['an unknown category', { category: 'love' }],
    ['an unknown field', { customerId: '01a20000-0000-7000-8000-000000000001' }],
  ])('with %s is refused and opens nothing', async (_, change) => {
    const before = await statsOf(ada)
    expect((await sendForm({ ...FORM, ...change })).body.code).toBe('invalid')
    expect(await statsOf(ada)).toEqual(before)
  })

  test('of a foreign page is refused, of the shop’s own it is taken', async () => {
    const from = (origin: string) => sendForm(FORM, { Origin: origin })
    expect((await from('https://elsewhere.example')).body.code).toBe('origin_refused')
    expect((await from('https://maison-perle.example')).status).toBe(201)
  })
})

const FORM_SENDER = { name: FORM.name, email: FORM.email }
const statsOf = async (who: Caller) => (await who.get<ContactStats>('/api/support/contact/stats')).body

describe('the contact service', () => {
  test('counts the tickets of the shop', async () => {
    const before = await statsOf(ada)
    const { body } = await sendForm(FORM)
    await sendForm(FORM)
    const dora = new Caller(house, shop.adminToken)
    await dora.put(`/api/tickets/${body.id}/status`, { status: 'closed' })
    expect(await statsOf(ada)).toEqual({
      total_tickets: before.total_tickets + 2,
      open_tickets: before.open_tickets + 1,
      closed_tickets: before.closed_tickets + 1,
      tickets_24h: before.tickets_24h + 2,
    })
  })

  test('lists them page by page', async () => {
    const { total_tickets: total } = await statsOf(ada)
    const pages = Math.ceil(total / 3)
    const seen: number[] = []
    for (let page = 1; page <= pages; page++) {
      const { body } = await ada.get<ContactPage>(`/api/support/contact/tickets?page=${page}&limit=3`)
      expect(body).toMatchObject({ page, limit: 3, total, pages })
      seen.push(...body.items.map((ticket) => ticket.number))
    }
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => total - index))
  })

  test('tells a shopper nothing of others', async () => {
    const tom = await aShopper(house, shop, { name: 'Tom' })
    expect((await tom.get<Problem>('/api/support/contact/stats')).body.code).toBe('forbidden')
    expect((await tom.get<ContactPage>('/api/support/contact/tickets')).body.items).toEqual([])
    expect((await tom.get<Problem>('/api/support/contact/ticket/1')).body.code).toBe('not_found')
    expect((await anybody.get<Problem>('/api/support/contact/stats')).body.code).toBe('unauthorized')
  })
})

describe('where there are two shops', () => {
  let nord: TestShop
  beforeAll(async () => {
    nord = await aShop(house, 'Atelier Nord')
  })

  test('a form must say which', async () => {
    expect((await anybody.post<Problem>('/api/support/contact', FORM)).body).toMatchObject({
      code: 'unauthorized',
      detail: expect.stringContaining('several shops'),
    })
    expect((await sendForm(FORM, { 'X-Shop-Key': 'pk_nobody' })).body.code).toBe('unauthorized')
    expect((await fetch(`${house.url}/contact`)).status).toBe(404)
  })

  test('each has its own tickets', async () => {
    const { body } = await sendForm(FORM, { 'X-Shop-Key': nord.publicKey })
    expect(body.number).toBe(1)
    expect(await statsOf(new Caller(house, nord.adminToken))).toMatchObject({ total_tickets: 1 })
  })
})

describe('the contact page without a script', () => {
  const page = (query = '') => `${house.url}/contact?shop=${shop.publicKey}${query}`
  const submit = (fields: Record<string, string>, query = '') =>
    fetch(page(query), { method: 'POST', body: new URLSearchParams({ once: crypto.randomUUID(), ...fields }) })

  test('takes the form and gives thanks on a page that can be loaded again', async () => {
    const before = await statsOf(ada)
    const thanks = await submit({ ...FORM, category: 'order_issue', orderId: '' })
    expect(thanks.redirected).toBe(true)
    const { body } = await ada.get<Page<TicketRow>>('/api/tickets?limit=1')
    expect(await thanks.text()).toContain(`Your message has arrived as request #${body.items[0]?.number}.`)
    expect(body.items[0]).toMatchObject({
      subject: 'The teapot',
      category: 'order_issue',
      orderId: null,
      channel: 'form',
    })
    expect((await fetch(thanks.url)).status).toBe(200)
    expect((await statsOf(ada)).total_tickets).toBe(before.total_tickets + 1)
  })

  test('sent twice by two clicks opens one ticket', async () => {
    const before = await statsOf(ada)
    const fields = { ...FORM, category: 'other', once: crypto.randomUUID() }
    const [one, two] = await Promise.all([submit(fields), submit(fields)])
    expect(two?.url).toBe(one?.url)
    expect((await statsOf(ada)).total_tickets).toBe(before.total_tickets + 1)
  })

  test('gone back to, changed and sent again opens another', async () => {
    const before = await statsOf(ada)
    const once = crypto.randomUUID()
    for (const message of ['It leaks.', 'It leaks, and the lid is chipped.'])
      expect((await submit({ ...FORM, once, message })).status).toBe(200)
    expect((await statsOf(ada)).total_tickets).toBe(before.total_tickets + 2)
  })

  test('shows what is wrong beside what was written', async () => {
    const again = await submit({ ...FORM, email: 'mira', message: '<script>alert(1)</script>' }, '&lang=fr')
    expect(again.status).toBe(422)
    const html = await again.text()
    expect(html).toContain('<html lang="fr">')
    expect(html).toContain('Indiquez une adresse e-mail')
    expect(html).toContain('&lt;script&gt;alert(1)')
    expect(html).not.toContain('Écrivez votre message.</p>')
  })

  test('speaks the language that the browser prefers, or that the address asks for', async () => {
    const asked = (query: string, accept: string) =>
      fetch(page(query), { headers: { 'Accept-Language': accept } }).then((answer) => answer.text())
    expect(await asked('', 'de, fr;q=0.7, en;q=0.3')).toContain('Écrivez-nous')
    expect(await asked('', 'en-GB')).toContain('Write to us')
    expect(await asked('&lang=en', 'fr')).toContain('Write to us')
    expect(await asked('', 'fr;q=0')).toContain('Write to us')
  })
})

test('a flood from one address is told to wait', async () => {
  const answers = await Promise.all(Array.from({ length: 80 }, () => sendForm(FORM)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]?.body).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) })
})

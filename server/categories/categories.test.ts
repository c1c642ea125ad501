import {
  type Category,
  type Department,
  type Page,
  type Problem,
  TICKET_CATEGORIES,
  type Ticket,
} from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop)
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
})
afterAll(() => house.close())

const list = async (who: Caller, query = '') =>
  (await who.get<{ items: Category[] }>(`/api/categories${query}`)).body.items
const idsOf = async (who: Caller, query = '') => (await list(who, query)).map(({ id }) => id)
const find = async (id: string) => (await list(dora, '?retired=true')).find((one) => one.id === id)
const add = (id: string, label: object = { en: id }) => dora.post<Category & Problem>('/api/categories', { id, label })
const change = (id: string, turn: object, who = dora) => who.patch<Category & Problem>(`/api/categories/${id}`, turn)
const DRAFT = { subject: 'A gift', description: 'It should be wrapped.' }
type Opened = Ticket & Pick<Problem, 'detail'>
const open = (category: string) => mira.post<Opened>('/api/tickets', { ...DRAFT, category })

describe('the categories of a shop', () => {
  test('are the built-in ones from the start, in both languages, for everybody', async () => {
    const nord = await aShop(house, 'Atelier Nord')
    const nils = await aShopper(house, nord)
    expect(await idsOf(nils)).toEqual(TICKET_CATEGORIES)
    expect((await list(nils))[0]).toEqual({
      ...{ id: 'order_issue', label: { en: 'Order', fr: 'Commande' }, builtIn: true, retired: false },
    })
  })

  test('are added to by an admin, and are the shop’s alone', async () => {
    const answer = await add('gift_wrapping', { en: 'Gift wrapping', fr: 'Papier cadeau' })
    expect(answer).toMatchObject({ status: 201, body: { id: 'gift_wrapping', builtIn: false, retired: false } })
    expect((await idsOf(mira)).at(-1)).toBe('gift_wrapping')
    expect((await open('gift_wrapping')).body.category).toBe('gift_wrapping')
    const other = await aShopper(house, await aShop(house, 'Chez Zoe'))
    const refused = await other.post<Problem>('/api/tickets', { ...DRAFT, category: 'gift_wrapping' })
    expect(refused.status).toBe(422)
    expect((await ada.post('/api/categories', { id: 'mine', label: { en: 'Mine' } })).status).toBe(403)
    expect((await mira.post('/api/categories', { id: 'mine', label: { en: 'Mine' } })).status).toBe(403)
  })

  test('are renamed language by language, and given their own words again', async () => {
    const renamed = await change('order_issue', { label: { fr: 'Ma commande' } })
    expect(renamed.body.label).toEqual({ en: 'Order', fr: 'Ma commande' })
    expect((await change('order_issue', { label: {} })).body.label).toEqual({ en: 'Order', fr: 'Commande' })
    await add('repairs', { en: 'Repairs' })
    expect((await change('repairs', { label: { en: 'Repair', de: 'Reparatur' } })).body.label).toEqual({
      ...{ en: 'Repair', de: 'Reparatur' },
    })
    expect(await find('repairs')).toMatchObject({ label: { en: 'Repair', de: 'Reparatur' } })
  })

  test('once retired are chosen no more, are kept by their tickets, and are found', async () => {
    await add('old_stock')
    const { body: ticket } = await open('old_stock')
    expect((await dora.delete('/api/categories/old_stock')).status).toBe(204)
    expect((await dora.delete('/api/categories/old_stock')).status).toBe(204)
    expect(await idsOf(mira)).not.toContain('old_stock')
    expect(await find('old_stock')).toMatchObject({ retired: true })
    const refused = await open('old_stock')
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: 'category' }] } })
    expect(refused.body.detail).toMatch(
      /^category: Expected one of order_issue, .*, got old_stock, which is retired\.$/,
    )
    const found = await ada.get<Page<Ticket>>('/api/tickets?category=old_stock')
    expect(found.body.items.map(({ id }) => id)).toEqual([ticket.id])
    // What it has already is no choice.
    const kept = await ada.patch<Ticket>(`/api/tickets/${ticket.id}`, { category: 'old_stock', priority: 'high' })
    expect(kept).toMatchObject({ status: 200, body: { category: 'old_stock', priority: 'high' } })
    expect((await change('old_stock', { retired: false })).body.retired).toBe(false)
    expect((await open('old_stock')).status).toBe(201)
  })

  test('may be built-in and retired', async () => {
    await change('suggestion', { retired: true })
    expect((await open('suggestion')).status).toBe(422)
    await change('suggestion', { retired: false })
    expect((await open('suggestion')).status).toBe(201)
  })

  test('keep the one that a ticket has when nothing is said', async () => {
    const refused = await change('general_inquiry', { retired: true })
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await mira.openTicket()).category).toBe('general_inquiry')
  })

  test.each<[string, () => Promise<{ status: number }>, number]>([
    ['of an id that there is', () => add('order_issue'), 409],
    ['of a label that there is', () => add('orders', { en: 'ORDER' }), 409],
    ['without a label', () => add('nameless', {}), 422],
    ['with an empty label', () => add('nameless', { en: ' ' }), 422],
    ['with a label in no language', () => add('nameless', { English: 'Gifts' }), 422],
    ['of an odd id', () => add('Gift wrapping'), 422],
    ['of no id', () => dora.post('/api/categories', { label: { en: 'Gifts' } }), 422],
    ['with an unknown field', () => dora.post('/api/categories', { id: 'x', label: { en: 'x' }, color: 'red' }), 422],
  ])('are not added %s', async (_, write, status) => {
    const before = await list(dora, '?retired=true')
    expect((await write()).status).toBe(status)
    expect(await list(dora, '?retired=true')).toEqual(before)
  })

  test('are changed by nobody who may not, and not where there is none', async () => {
    expect((await change('order_issue', { retired: true }, ada)).status).toBe(403)
    expect((await change('weather', { retired: true })).status).toBe(404)
    expect((await change('order_issue', {})).status).toBe(422)
    expect((await mira.get('/api/categories?retired=true')).status).toBe(403)
    expect((await new Caller(house, '').get('/api/categories')).status).toBe(401)
  })

  test('of ten added at once under one id are one', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => add('at_once')))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
  })
})

describe('an added category', () => {
  test('routes to the department that names it', async () => {
    await add('hire')
    const made = await dora.post<Department>('/api/departments', { name: 'Hire', categories: ['hire'] })
    expect(made).toMatchObject({ status: 201, body: { categories: ['hire'] } })
    const { body: ticket } = await open('hire')
    const { body: seen } = await ada.get<Ticket>(`/api/tickets/${ticket.id}`)
    expect(seen.desk?.departmentId).toBe(made.body.id)
    const refused = await dora.post<Problem>('/api/departments', { name: 'Sky', categories: ['other', 'weather'] })
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'categories.1' }] } })
  })

  test('is given by a change and to many, and no other is', async () => {
    await add('returns_desk')
    const ticket = await mira.openTicket()
    expect((await ada.patch<Ticket>(`/api/tickets/${ticket.id}`, { category: 'returns_desk' })).status).toBe(200)
    const bulk = (category: string) =>
      ada.post<Problem>('/api/tickets/bulk', { ids: [ticket.id], change: { category } })
    expect((await bulk('order_issue')).status).toBe(200)
    expect(await bulk('weather')).toMatchObject({ status: 422, body: { errors: [{ path: 'change.category' }] } })
    const refused = await ada.patch<Problem>(`/api/tickets/${ticket.id}`, { category: 'weather' })
    expect(refused.body.detail).toMatch(/^category: Expected one of .*returns_desk.*, got "weather"\.$/)
    expect((await ada.get<Problem>('/api/tickets?category=weather')).body.detail).toMatch(/got "weather"/)
  })

  test('is offered by the contact form under its name, and one that is retired is not', async () => {
    await add('voucher', { en: 'Voucher', fr: 'Bon d’achat' })
    await change('refund_request', { retired: true })
    const page = (lang: string) => fetch(`${house.url}/contact?shop=${shop.publicKey}&lang=${lang}`)
    const [en, fr] = await Promise.all(['en', 'fr'].map(async (lang) => (await page(lang)).text()))
    expect(en).toMatch(/<option value="voucher"\s*>Voucher</)
    expect(fr).toMatch(/<option value="voucher"\s*>Bon d’achat</)
    expect(en).not.toContain('refund_request')
    const form = { name: 'Mira', email: 'mira@example.com', subject: 's', message: 'm' }
    const send = (category: string) =>
      mira.post<Ticket>('/api/support/contact', { ...form, category }, { 'X-Shop-Key': shop.publicKey })
    expect((await send('voucher')).body.category).toBe('voucher')
    expect((await send('refund_request')).status).toBe(422)
    await change('refund_request', { retired: false })
  })
})

import type { Page, Problem, Ticket, TicketRow } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up } from '../../migrations/004-search.ts'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../../testing/house.ts'
import { aShopper, Caller } from '../../testing/people.ts'

let house: TestHouse
let shop: TestShop
let mira: Caller
let ada: Caller
let dora: Caller
let nils: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  const nord = await aShop(house, 'Atelier Nord')
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
  await dora.patch('/api/shop', { locale: 'fr' })
  mira = await aShopper(house, shop, { name: 'Mira Éluard', email: 'mira@example.com' })
  nils = new Caller(house, nord.adminToken)
  await (await aShopper(house, nord)).openTicket({ subject: 'La théière de Nils' })
  await mira.openTicket({
    subject: 'Mes théières cassées',
    description: 'L’anse de l’une est fêlée.',
    orderId: 'CMD-2041',
  })
  await mira.openTicket({ subject: 'Un œuf dans le colis', description: 'Straße 5, réf. A/77.' })
})
afterAll(() => house.close())

const found = async (query: string, caller = ada) => {
  const { body } = await caller.get<Page<TicketRow>>(`/api/tickets?${query}`)
  return body.items.map(({ number }) => number)
}
const search = (q: string, caller = ada) => found(`q=${encodeURIComponent(q)}`, caller)

describe('a search', () => {
  test.each([
    ['theiere', [1]],
    ['THÉIÈRE cassée', [1]],
    ['théi', [1]],
    ['fele', [1]],
    ['anse', [1]],
    ['cmd-2041', [1]],
    ['CMD-20', [1]],
    ['2041', [1]],
    ['oeuf', [2]],
    ['œufs', [2]],
    ['strasse', [2]],
    ['eluard', [2, 1]],
    ['mira@example.com', [2, 1]],
    ['mira@example.org', []],
    ['eluard colis', [2]],
    ['théi eluard', []],
    ['#1', [1]],
    ['#3', []],
  ])('for %j finds %j', async (q, numbers) => expect(await search(q)).toEqual(numbers))

  test('meets no other shop’s words', async () => {
    expect(await search('théière', nils)).toEqual([1])
    expect(await search('cassées', nils)).toEqual([])
    expect(await search('Nils')).toEqual([])
  })

  test('finds a message as soon as it is stored, a note for agents alone', async () => {
    const ticket = await mira.openTicket({ subject: 'Du courrier' })
    await mira.say(ticket, 'Avez-vous des nouvelles du facteur ?')
    await ada.say(ticket, 'Le transporteur est en grève.', { type: 'internal_note' })
    expect(await search('facteur nouvelle')).toEqual([ticket.number])
    expect(await search('facteur', mira)).toEqual([ticket.number])
    expect(await search('greve facteur')).toEqual([ticket.number])
    expect(await search('grève', mira)).toEqual([])
  })

  test('finds what a ticket is about now, and no longer what it was', async () => {
    const ticket = await mira.openTicket({ subject: 'Le parapluie' })
    await ada.patch(`/api/tickets/${ticket.id}`, { subject: 'Le parasol' })
    expect(await search('parasol')).toEqual([ticket.number])
    expect(await search('parapluie')).toEqual([])
  })

  test('finds by a customer’s new name', async () => {
    const identityToken = (name: string) => signIdentity({ secret: shop.identitySecret, sub: 'tom', name })
    const tom = await aShopper(house, shop, { identityToken: identityToken('Tom Avant') })
    const ticket = await tom.openTicket({ subject: 'Le chapeau' })
    expect(await search('avant chapeau')).toEqual([ticket.number])
    await aShopper(house, shop, { identityToken: identityToken('Tom Apres') })
    await expect.poll(() => search('apres chapeau')).toEqual([ticket.number])
    expect(await search('avant chapeau')).toEqual([])
  })

  test('goes on with filters, tags and pages', async () => {
    const tickets: Ticket[] = []
    for (const priority of ['low', 'high', 'low', 'low'] as const)
      tickets.push(await mira.openTicket({ subject: 'Une lampe', priority }))
    const [first, , third, fourth] = tickets.map(({ number }) => number)
    await ada.patch(`/api/tickets/${tickets[2]?.id}`, { tags: ['lumière'] })
    expect(await found('q=lampe&priority=low')).toEqual([fourth, third, first])
    expect(await found('q=lampe&tag=lumi%C3%A8re')).toEqual([third])
    expect(await found('tag=lumi%C3%A8re')).toEqual([third])
    expect(await search('lumière')).toEqual([])
    expect(await found(`q=lampe&customer=${tickets[0]?.customerId}&priority=low`)).toEqual([fourth, third, first])
    const one = await ada.get<Page<TicketRow>>('/api/tickets?q=lampe&priority=low&limit=2&page=1')
    expect(one.body).toMatchObject({ total: 3, items: [{ number: fourth }, { number: third }] })
    const { body } = await ada.get<Page<TicketRow>>(
      `/api/tickets?q=lampe&priority=low&limit=2&cursor=${one.body.nextCursor}`,
    )
    expect(body.items.map(({ number }) => number)).toEqual([first])
    expect(body.nextCursor).toBeNull()
  })

  test.each(['tag=vip', 'snoozed=true', 'customer=0190a000-0000-7000-8000-000000000000'])(
    'by what is on the desk is for agents: %s',
    async (query) => expect((await mira.get<Problem>(`/api/tickets?${query}`)).status).toBe(403),
  )

  test('reaches every block of numbers, the newest first', async () => {
    const block = 8192
    await house.database.query('UPDATE shop_counters SET last_ticket = $2 WHERE shop_id = $1', [shop.shopId, 9 * block])
    const last = await mira.openTicket({ subject: 'Encore des théières' })
    expect(last.number).toBe(9 * block + 1)
    expect(await search('theieres')).toEqual([last.number, 1])
    expect(await found('q=theieres&limit=1')).toEqual([last.number])
    expect(await search('theieres', mira)).toEqual([last.number, 1])
  })

  test('finds tickets that are older than itself, once the database is brought up to it', async () => {
    await house.database.query(`ALTER TABLE tickets DROP tags, DROP fields, DROP snoozed_until, DROP merged_into_id;
      ALTER TABLE shop_counters DROP gone_tickets; DROP TABLE ticket_search;
      DROP INDEX tickets_by_priority, tickets_by_category, tickets_by_channel`)
    const { url } = house.database
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
    await up(db).finally(() => db.destroy())
    expect(await search('fêlée eluard')).toEqual([1])
    expect(await search('grève')).toHaveLength(1)
    expect(await search('grève', mira)).toEqual([])
    expect(await search('cassées', nils)).toEqual([])
  })
})

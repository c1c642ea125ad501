import type { Fact, Page, Problem, Rating, Ticket } from '@comptoir/sdk/contract'
import { LASTING } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { ratingLink, ratingToken, readRatingToken } from './link.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
})
afterAll(() => house.close())

const turnTo = (ticket: Ticket, status: Ticket['status']) => dora.put(`/api/tickets/${ticket.id}/status`, { status })

async function aTicket(status: Ticket['status'] = 'resolved'): Promise<Ticket> {
  const ticket = await mira.openTicket()
  if (status !== 'open') await turnTo(ticket, status)
  return ticket
}

const rate = (who: Caller, ticket: Ticket, rating: object, headers?: Record<string, string>) =>
  who.post<Rating & Problem>(`/api/tickets/${ticket.id}/rating`, rating, headers)

describe('a rating', () => {
  test.each(['resolved', 'closed'] as const)('of a %s ticket is stored, shown and on record', async (status) => {
    const ticket = await aTicket(status)
    const rated = await rate(mira, ticket, { score: 4, comment: 'Quick!' })
    expect(rated.status).toBe(201)
    expect(rated.body).toMatchObject({ ticketId: ticket.id, score: 4, comment: 'Quick!' })
    expect((await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body.rating).toBe(4)
    const facts = await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)
    expect(facts.body.items.at(-1)).toMatchObject({
      type: 'ticket.rated',
      data: { score: 4, comment: 'Quick!' },
      actor: { kind: 'customer', name: 'Mira' },
    })
  })

  test.each(['open', 'in_progress', 'pending', 'escalated'] as const)('of an %s ticket is refused', async (status) => {
    const ticket = await aTicket(status)
    const { body } = await rate(mira, ticket, { score: 4 })
    expect(body).toMatchObject({
      code: 'conflict',
      detail: `Expected a ticket that is resolved or closed; this one is ${status}.`,
    })
    expect((await mira.get<Ticket>(`/api/tickets/${ticket.id}`)).body.rating).toBeNull()
  })

  test('given fifty times at once is given once', async () => {
    const ticket = await aTicket()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => rate(mira, ticket, { score: 1 + (index % 5) })),
    )
    const taken = answers.filter((answer) => answer.status === 201)
    expect(taken).toHaveLength(1)
    expect(
      answers.filter(({ body }) => body.detail === 'The ticket is rated already: a rating is given once.'),
    ).toHaveLength(49)
    expect((await mira.get<Ticket>(`/api/tickets/${ticket.id}`)).body.rating).toBe(taken[0]?.body.score)
    const facts = await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)
    expect(facts.body.items.filter((fact) => fact.type === 'ticket.rated')).toHaveLength(1)
  })

  test('repeated under one Idempotency-Key is answered with the first', async () => {
    const ticket = await aTicket()
    const key = { 'Idempotency-Key': `rate-${ticket.id}` }
    const first = await rate(mira, ticket, { score: 5 }, key)
    expect(first.status).toBe(201)
    expect((await rate(mira, ticket, { score: 5 }, key)).body).toEqual(first.body)
  })

  test.each([
    ['no score', {}],
    ['a zero', { score: 0 }],
    ['a six', { score: 6 }],
    ['a half', { score: 3.5 }],
    ['a word', { score: '5' }],
    ['an empty comment', { score: 5, comment: '  ' }],
    ['a comment that is too long', { score: 5, comment: 'x'.repeat(2_001) }],
    ['an unknown field', { score: 5, agentId: 'me' }],
  ])('with %s is refused and changes nothing', async (_, rating) => {
    const ticket = await aTicket()
    expect((await rate(mira, ticket, rating)).body.code).toBe('invalid')
    expect((await rate(mira, ticket, { score: 3 })).status).toBe(201)
  })

  test('is for the ticket’s own customer alone', async () => {
    const ticket = await aTicket()
    const tom = await aShopper(house, shop, { name: 'Tom' })
    expect((await rate(tom, ticket, { score: 1 })).body.code).toBe('not_found')
    expect((await rate(ada, ticket, { score: 5 })).body.code).toBe('forbidden')
    expect((await rate(dora, ticket, { score: 5 })).body.code).toBe('forbidden')
    const other = await aShopper(house, await aShop(house, 'Atelier Nord'))
    expect((await rate(other, ticket, { score: 1 })).body.code).toBe('not_found')
    expect((await rate(mira, ticket, { score: 2 })).status).toBe(201)
  })
})

describe('the link of a mail', () => {
  const linkTo = (ticket: Ticket) =>
    `${house.url}/rate/${ratingToken(house.context, { shopId: shop.shopId, id: ticket.id })}`
  const look = (url: string, language = 'en') => fetch(url, { headers: { 'Accept-Language': language } })
  const send = (url: string, fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields) })

  test('asks, takes the answer once without a session, and says thanks', async () => {
    const ticket = await aTicket()
    const url = linkTo(ticket)
    expect(await (await look(url)).text()).toContain('How did we do?')
    expect((await mira.get<Ticket>(`/api/tickets/${ticket.id}`)).body.rating).toBeNull()
    const thanks = await send(url, { score: '2', comment: 'Slow.' })
    expect(thanks.url).toBe(url)
    expect(await thanks.text()).toContain(`Your rating of request #${ticket.number}: 2 of 5 stars.`)
    const facts = await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)
    // A low rating escalates, perhaps already.
    expect(facts.body.items.find(({ type }) => type === 'ticket.rated')).toMatchObject({
      type: 'ticket.rated',
      data: { score: 2, comment: 'Slow.' },
      actor: { kind: 'customer', name: 'Mira' },
    })
    expect(await (await send(url, { score: '5' })).text()).toContain('2 of 5 stars')
    expect((await mira.get<Ticket>(`/api/tickets/${ticket.id}`)).body.rating).toBe(2)
  })

  test('speaks French to those who do', async () => {
    const page = await (await look(linkTo(await aTicket()), 'fr-CH, en;q=0.8')).text()
    expect(page).toContain('<html lang="fr">')
    expect(page).toContain('Votre avis sur notre aide')
    expect(page).not.toContain('How did we do')
  })

  test('without a score asks again, with what was written', async () => {
    const again = await send(linkTo(await aTicket()), { comment: 'Hm <b>.' })
    expect(again.status).toBe(422)
    const page = await again.text()
    expect(page).toContain('Please choose from one to five stars.')
    expect(page).toContain('Hm &lt;b&gt;.')
  })

  test('waits while the ticket is open again', async () => {
    const ticket = await aTicket()
    await turnTo(ticket, 'open')
    expect(await (await send(linkTo(ticket), { score: '4' })).text()).toContain('Your request is still open')
    expect((await mira.get<Ticket>(`/api/tickets/${ticket.id}`)).body.rating).toBeNull()
  })

  test('that was changed, cut or made up opens nothing', async () => {
    const url = linkTo(await aTicket())
    for (const bad of [
      `${url.slice(0, -2)}AA`,
      url.slice(0, -9),
      `${house.url}/rate/x`,
      `${house.url}/rate/${'A'.repeat(180)}`,
    ]) {
      const answer = await look(bad)
      expect(answer.status, bad).toBe(404)
      expect(await answer.text()).toContain('This link no longer works')
    }
  })

  test('works for 60 days and not longer', () => {
    const at = (ms: number) => ({ secret: house.context.secret, clock: () => new Date(ms) })
    const ticket = { shopId: shop.shopId, id: '01a20000-0000-7000-8000-000000000001' }
    const token = ratingToken(at(0), ticket)
    expect(readRatingToken(at(LASTING.ratingLink - 1), token)).toEqual(ticket)
    expect(() => readRatingToken(at(LASTING.ratingLink), token)).toThrow('expired')
  })

  test('leads to the address of the installation', () => {
    const ticket = { shopId: shop.shopId, id: '01a20000-0000-7000-8000-000000000001' }
    expect(ratingLink(house.context, ticket)).toMatch(/^http:\/\/localhost:\d+\/rate\/[\w-]{100,200}$/)
  })
})

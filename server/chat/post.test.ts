import type { Message, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let tom: Shopper
let ada: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  tom = await aShopper(house, shop, { name: 'Tom' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
})
afterAll(() => house.close())

const post = (who: Caller, { id }: Pick<Ticket, 'id'>, message: string, clientId?: string) =>
  who.post<Message>(`/api/tickets/${id}/messages`, { message, ...(clientId && { clientId }) })

const stored = async ({ id }: Ticket) =>
  house.database.query<{ seq: number; message: string }>(
    'SELECT seq, message FROM ticket_messages WHERE ticket_id = $1 ORDER BY seq',
    [id],
  )

describe('messages that come in the same moment', () => {
  test('each have their place in their ticket, without a hole, and both sides are pushed them in it', async () => {
    const tickets = await Promise.all([mira.openTicket(), mira.openTicket(), tom.openTicket()])
    const page = await new PlainSocket(house, { token: mira.token }).connected()
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, turn) => {
        const ticket = tickets[turn % 3] as Ticket
        const owner = turn % 3 === 2 ? tom : mira
        return post(turn % 2 ? ada : owner, ticket, `Message ${turn}`)
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    for (const ticket of tickets) {
      const rows = await stored(ticket)
      expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1))
      const answered = answers.map(({ body }) => body).filter(({ ticketId }) => ticketId === ticket.id)
      expect(answered.sort((one, other) => one.seq - other.seq).map(({ message }) => message)).toEqual(
        rows.map(({ message }) => message),
      )
    }
    await page.hears('new_message', ({ ticketId, seq }) => ticketId === tickets[0]?.id && seq === 20)
    const pushed = page.heard('new_message').filter(({ ticketId }) => ticketId === tickets[0]?.id)
    expect(pushed.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1))
    page.close()
  })

  test('of one socket are stored in the order in which they were sent', async () => {
    const ticket = await mira.openTicket()
    const [page, desk] = await Promise.all(
      [mira, ada].map(({ token }) => new PlainSocket(house, { token }).connected()),
    )
    const say = (socket: PlainSocket | undefined, name: string) =>
      Array.from({ length: 30 }, (_, turn) =>
        socket?.ask('send_message', { ticketId: ticket.id, message: `${name} ${turn}` }),
      )
    await Promise.all([...say(page, 'Mira'), ...say(desk, 'Ada')])
    const texts = (await stored(ticket)).map(({ message }) => message)
    for (const name of ['Mira', 'Ada'])
      expect(texts.filter((text) => text.startsWith(name))).toEqual(
        Array.from({ length: 30 }, (_, turn) => `${name} ${turn}`),
      )
    page?.close()
    desk?.close()
  })

  test('under one name are stored once, and all are answered with the one that is', async () => {
    const ticket = await mira.openTicket()
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(mira, ticket, 'Once.', 'the-one-name')))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await stored(ticket)).toEqual([{ seq: 1, message: 'Once.' }])
  })

  test('are refused each for itself: a closed ticket, a stranger’s, a name that is another’s', async () => {
    const [open, closed] = await Promise.all([mira.openTicket(), mira.openTicket()])
    const dora = new Caller(house, shop.adminToken)
    expect((await dora.put(`/api/tickets/${closed.id}/status`, { status: 'closed' })).status).toBe(200)
    const answers = await Promise.all([
      post(mira, open, 'Before.', 'a-name'),
      post(mira, closed, 'Too late.'),
      post(tom, open, 'Let me in.'),
      post(mira, open, 'Another.', 'a-name'),
      post(mira, open, 'After.'),
    ])
    expect(answers.map(({ status }) => status)).toEqual([201, 409, 404, 409, 201])
    expect((await stored(open)).map(({ message }) => message)).toEqual(['Before.', 'After.'])
    expect(await stored(closed)).toEqual([])
  })

  test('leave facts without a hole, a ticket that reads as a fresh one does, and words that find it', async () => {
    const ticket = await mira.openTicket()
    await Promise.all([
      post(mira, ticket, 'A porcelain samovar.'),
      post(ada, ticket, 'Which one?'),
      post(mira, ticket, 'Yours.'),
    ])
    const [{ holes } = { holes: -1 }] = await house.database.query<{ holes: number }>(
      'SELECT (max(position) - count(*))::int AS holes FROM facts WHERE shop_id = $1',
      [shop.shopId],
    )
    expect(holes).toBe(0)
    const { body } = await ada.get<Ticket>(`/api/tickets/${ticket.id}`)
    expect(body).toMatchObject({ lastSeq: 3, status: 'in_progress' })
    const found = await ada.get<{ items: Ticket[] }>('/api/tickets?q=samovar')
    expect(found.body.items.map(({ id }) => id)).toEqual([ticket.id])
  })
})

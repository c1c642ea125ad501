import type { Message, Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let ben: Caller
const ids = { ada: '', ben: '' }
beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  const agents = [await anAgent(house, shop), await anAgent(house, shop, 'Ben')] as const
  ada = new Caller(house, agents[0].token)
  ben = new Caller(house, agents[1].token)
  Object.assign(ids, { ada: agents[0].agentId, ben: agents[1].agentId })
})
afterAll(() => house.close())

const aSocket = async ({ token }: Caller): Promise<PlainSocket> => {
  const socket = await new PlainSocket(house, { token }).connected()
  onTestFinished(() => socket.close())
  return socket
}
const read = async (who: Caller, { id }: Ticket): Promise<Ticket> => (await who.get<Ticket>(`/api/tickets/${id}`)).body

describe('what has arrived', () => {
  test('is told to the other side, in its own count, and never goes back', async () => {
    const ticket = await mira.openTicket()
    await mira.say(ticket, 'Hello?')
    await ada.say(ticket, 'She sounds impatient.', { type: 'internal_note' })
    await ada.say(ticket, 'Hello Mira')
    const [miras, adas] = [await aSocket(mira), await aSocket(ada)]
    await adas.ask('join_ticket', { ticketId: ticket.id })

    expect(await miras.ask('mark_delivered', { ticketId: ticket.id, seq: 2 })).toMatchObject({ ok: true })
    expect(await adas.hears('message_delivered')).toEqual({ ticketId: ticket.id, kind: 'customer', seq: 3 })
    expect(await miras.hears('message_delivered')).toEqual({ ticketId: ticket.id, kind: 'customer', seq: 2 })
    expect((await mira.put(`/api/tickets/${ticket.id}/delivered`, { seq: 1 })).status).toBe(204)
    expect(await read(ada, ticket)).toMatchObject({ otherDeliveredSeq: 3, otherReadSeq: 1 })
    expect(await read(mira, ticket)).toMatchObject({ deliveredSeq: 2, readSeq: 1 })
  })

  test('ends with the last message, however far somebody says', async () => {
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'Hello Mira')
    await mira.put(`/api/tickets/${ticket.id}/delivered`, { seq: 40 })
    expect(await read(ada, ticket)).toMatchObject({ otherDeliveredSeq: 1 })
  })

  test('includes what is read', async () => {
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'Hello Mira')
    await mira.put(`/api/tickets/${ticket.id}/read`, { seq: 1 })
    expect(await read(ada, ticket)).toMatchObject({ otherReadSeq: 1, otherDeliveredSeq: 1 })
  })

  test('comes with the next message, so that nobody asks for it', async () => {
    const ticket = await mira.openTicket()
    const miras = await aSocket(mira)
    const marks = new Promise((resolve) => miras.socket.on('new_message', (_: Message, told: object) => resolve(told)))
    await mira.say(ticket, 'Hello?')
    expect(await marks).toEqual({ readSeq: 1, otherReadSeq: 0, deliveredSeq: 1, otherDeliveredSeq: 0 })
  })
})

describe('an answer that was written while a colleague answered', () => {
  const post = (who: Caller, { id }: Ticket, draft: object) => who.post<Message>(`/api/tickets/${id}/messages`, draft)

  test('is refused with what was said since, and goes by force', async () => {
    const ticket = await mira.openTicket()
    await mira.say(ticket, 'Hello?')
    await ben.say(ticket, 'Ben here.')
    await mira.say(ticket, 'Thank you, Ben.')
    const draft = { message: 'Ada here.', clientId: 'ada-1', seenSeq: 1 }
    const { status, body } = await post(ada, ticket, draft)
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { code: 'stale_answer', since: [{ message: 'Ben here.' }, { message: 'Thank you, Ben.' }] },
    })
    expect(await read(ada, ticket)).toMatchObject({ lastSeq: 3 })
    expect((await post(ada, ticket, { ...draft, force: true })).body).toMatchObject({ seq: 4, message: 'Ada here.' })
    // Stored once, it is answered for ever.
    expect(await post(ada, ticket, draft)).toMatchObject({ status: 201, body: { seq: 4 } })
  })

  test('is refused over the socket too', async () => {
    const ticket = await mira.openTicket()
    await ben.say(ticket, 'Ben here.')
    const adas = await aSocket(ada)
    const answer = await adas.ask('send_message', { ticketId: ticket.id, message: 'Ada here.', seenSeq: 0 })
    expect(answer).toMatchObject({ ok: false, code: 'stale_answer', since: [{ message: 'Ben here.' }] })
  })

  test.each([
    ['the customer alone has written', () => mira, {}],
    ['a colleague has left a note', () => ben, { type: 'internal_note' }],
    ['the same agent has', () => ada, {}],
  ] as const)('is not refused where %s', async (_, who, more) => {
    const ticket = await mira.openTicket()
    await who().say(ticket, 'Meanwhile', more)
    expect((await post(ada, ticket, { message: 'Ada here.', seenSeq: 0 })).status).toBe(201)
  })

  test('nor a note, nor one that says nothing of what it knows', async () => {
    const ticket = await mira.openTicket()
    await ben.say(ticket, 'Ben here.')
    expect((await post(ada, ticket, { message: 'Ada here.' })).status).toBe(201)
    expect((await post(ben, ticket, { message: 'So is Ada.', seenSeq: 0, type: 'internal_note' })).status).toBe(201)
  })

  test('of two that are sent at the same moment, one is refused', async () => {
    const ticket = await mira.openTicket()
    const both = await Promise.all([ada, ben].map((who) => post(who, ticket, { message: 'Hello Mira', seenSeq: 0 })))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })
})

describe('the agents who look at a ticket', () => {
  test('see each other come and go', async () => {
    const ticket = await mira.openTicket()
    const [adas, bens] = [await aSocket(ada), await aSocket(ben)]
    await adas.ask('join_ticket', { ticketId: ticket.id })
    await adas.hears('ticket_viewers', ({ viewers }) => viewers.length === 1)
    await bens.ask('join_ticket', { ticketId: ticket.id })
    const both = await adas.hears('ticket_viewers', ({ viewers }) => viewers.length === 2)
    expect(new Set(both.viewers)).toEqual(
      new Set([
        { agentId: ids.ada, name: 'Ada' },
        { agentId: ids.ben, name: 'Ben' },
      ]),
    )
    bens.close()
    await vi.waitFor(() =>
      expect(adas.heard('ticket_viewers').at(-1)?.viewers).toEqual([{ agentId: ids.ada, name: 'Ada' }]),
    )
    expect((await aSocket(mira)).heard('ticket_viewers')).toEqual([])
  })
})

describe('the facts of the shop', () => {
  test('are resumed by position, without a hole, and are nobody else’s', async () => {
    const begin = (await ada.get<{ lastPosition: number; items: [] }>('/api/facts')).body
    expect(begin.items).toEqual([])
    const ticket = await mira.openTicket()
    await mira.say(ticket, 'Hello?')
    const { body } = await ada.get<{ lastPosition: number; items: { position: number; ticketId: string }[] }>(
      `/api/facts?after=${begin.lastPosition}`,
    )
    const positions = body.items.map(({ position }) => position)
    expect(positions).toEqual(positions.map((_, place) => begin.lastPosition + 1 + place))
    expect(positions.at(-1)).toBe(body.lastPosition)
    expect(body.items.some(({ ticketId }) => ticketId === ticket.id)).toBe(true)

    const other = await aShop(house, 'Atelier Nord')
    const { token } = await anAgent(house, other, 'Eve')
    expect((await new Caller(house, token).get('/api/facts?after=0')).body).toEqual({ items: [], lastPosition: 0 })
  })

  test('come with the rows that they have changed', async () => {
    const adas = await aSocket(ada)
    const heard = new Set<number>()
    adas.socket.on('ticket_rows', (_: Ticket[], positions: number[]) => positions.forEach((one) => heard.add(one)))
    const { lastPosition } = (await ada.get<{ lastPosition: number }>('/api/facts')).body
    const ticket = await mira.openTicket()
    await mira.say(ticket, 'Hello?')
    const end = (await ada.get<{ lastPosition: number }>('/api/facts')).body.lastPosition
    const due = Array.from({ length: end - lastPosition }, (_, place) => lastPosition + 1 + place)
    await vi.waitFor(() => expect(due.filter((position) => !heard.has(position))).toEqual([]), { timeout: 15_000 })
  })
})

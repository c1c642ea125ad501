import type { Message, MessageList, Ticket } from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let ticket: Ticket
const sockets: PlainSocket[] = []

const socketOf = (caller: Caller) => {
  const socket = new PlainSocket(house, { token: caller.token })
  sockets.push(socket)
  return socket.connected()
}

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
  ticket = await mira.openTicket()
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => house.close())

describe('a message over the socket', () => {
  test('is acknowledged as stored and reaches both sides', async () => {
    const [miras, adas] = await Promise.all([socketOf(mira), socketOf(ada)])
    await miras.ask('join_ticket', { ticketId: ticket.id })
    await adas.ask('join_ticket', { ticketId: ticket.id })
    const ack = await miras.ask<{ message: Message }>('send_message', {
      ticketId: ticket.id,
      message: 'Is it broken?',
      type: 'customer_message',
    })
    expect(ack).toMatchObject({
      ok: true,
      message: { seq: 1, message: 'Is it broken?', author: { kind: 'customer', name: 'Mira' } },
    })
    await expect(adas.hears('new_message')).resolves.toMatchObject({ seq: 1, message: 'Is it broken?' })
    await expect(miras.hears('new_message')).resolves.toMatchObject({ seq: 1 })
  })

  test('sent twice under one name is stored once and answered twice with the same', async () => {
    const miras = await socketOf(mira)
    const draft = { ticketId: ticket.id, message: 'Hello?', clientId: 'mira-1' }
    const [first, second] = await Promise.all([
      miras.ask<{ message: Message }>('send_message', draft),
      miras.ask('send_message', draft),
    ])
    expect(second).toEqual(first)
    const list = await mira.get<MessageList>(`/api/tickets/${ticket.id}/messages?after=0`)
    expect(list.body.items.filter((message) => message.clientId === 'mira-1')).toHaveLength(1)
  })

  test('of another text or type under a name that is taken is refused, and says why', async () => {
    const own = await mira.openTicket()
    const adas = await socketOf(ada)
    const first = { ticketId: own.id, message: 'We look into it.', clientId: 'ada-1' }
    expect(await adas.ask('send_message', first)).toMatchObject({ ok: true })
    expect(await adas.ask('send_message', { ...first, message: 'We do not.' })).toMatchObject({
      ok: false,
      code: 'conflict',
      detail: expect.stringMatching(/clientId ada-1, got another text/),
    })
    const note = await ada.post(`/api/tickets/${own.id}/messages`, {
      ...{ message: first.message, clientId: 'ada-1', type: 'internal_note' },
    })
    expect(note).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await ada.get<Ticket>(`/api/tickets/${own.id}`)).body.lastSeq).toBe(1)
  })

  test('of fifty at once takes fifty places without a hole', async () => {
    const own = await mira.openTicket()
    const [miras, adas] = await Promise.all([socketOf(mira), socketOf(ada)])
    const drafts = Array.from({ length: 50 }, (_, index) => ({ ticketId: own.id, message: `line ${index}` }))
    const acks = await Promise.all(drafts.map((draft, index) => (index % 2 ? miras : adas).ask('send_message', draft)))
    expect(acks.every((ack) => ack.ok)).toBe(true)
    const list = await ada.get<MessageList>(`/api/tickets/${own.id}/messages?after=0&limit=200`)
    expect(list.body.items.map((message) => message.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    const lines = list.body.items.map(({ message }) => Number(message.replace('line ', '')))
    for (const side of [0, 1]) {
      const own = lines.filter((line) => line % 2 === side)
      expect(own, 'each author’s own order').toEqual(own.toSorted((a, b) => a - b))
    }
  })
})

test('an internal note is for agents alone, and leaves no hole in what the shopper counts', async () => {
  const own = await mira.openTicket()
  const [miras, adas] = await Promise.all([socketOf(mira), socketOf(ada)])
  await miras.ask('join_ticket', { ticketId: own.id })
  await adas.ask('join_ticket', { ticketId: own.id })
  await ada.say(own, 'She is right.', { type: 'internal_note' })
  await ada.say(own, 'We send a new one.')
  await expect(miras.hears('new_message')).resolves.toMatchObject({ seq: 1, message: 'We send a new one.' })
  await adas.hears('new_message', (message) => message.seq === 2)
  expect(adas.heard('new_message').map((message) => [message.seq, message.type])).toEqual([
    [1, 'internal_note'],
    [2, 'agent_message'],
  ])
  const seen = await mira.get<{ messages: Message[]; lastSeq: number }>(`/api/tickets/${own.id}`)
  expect(seen.body).toMatchObject({ lastSeq: 1, messages: [{ seq: 1, message: 'We send a new one.' }] })
})

test('typing ends when the writer goes without a word, and when no further sign comes', async () => {
  const [miras, adas] = await Promise.all([socketOf(mira), socketOf(ada)])
  for (const socket of [miras, adas]) await socket.ask('join_ticket', { ticketId: ticket.id })
  await miras.ask('typing_start', { ticketId: ticket.id })
  await adas.hears('user_typing', ({ typing }) => !typing)
  await adas.ask('typing_start', { ticketId: ticket.id })
  await miras.hears('user_typing', ({ typing }) => typing)
  adas.close()
  await miras.hears('user_typing', ({ typing }) => !typing)
})

test('typing is shown to the other side under the writer’s name', async () => {
  const [miras, adas] = await Promise.all([socketOf(mira), socketOf(ada)])
  await adas.ask('join_ticket', { ticketId: ticket.id })
  await miras.ask('typing_start', { ticketId: ticket.id })
  await expect(adas.hears('user_typing')).resolves.toEqual({
    ticketId: ticket.id,
    userName: 'Mira',
    kind: 'customer',
    typing: true,
  })
  expect(miras.heard('user_typing')).toEqual([])
})

test('what one side has read is told to the other, and never goes back', async () => {
  const own = await mira.openTicket()
  await mira.say(own, 'one')
  await mira.say(own, 'two')
  const [miras, adas] = await Promise.all([socketOf(mira), socketOf(ada)])
  await adas.ask('mark_read', { ticketId: own.id, seq: 2 })
  await expect(miras.hears('message_read')).resolves.toEqual({ ticketId: own.id, kind: 'agent', seq: 2 })
  await adas.ask('mark_read', { ticketId: own.id, seq: 1 })
  expect((await mira.get<Ticket>(`/api/tickets/${own.id}`)).body.otherReadSeq).toBe(2)
})

describe('bad input over the socket', () => {
  test.each([
    ['an empty text', { message: '   ' }, 'invalid'],
    ['a text that is too long', { message: 'x'.repeat(8_001) }, 'invalid'],
    ['a number for a text', { message: 7 }, 'invalid'],
    ['an operator for a text', { message: { $ne: null } }, 'invalid'],
    ['a NUL', { message: 'a\0b' }, 'invalid'],
    ['an unknown field', { message: 'hi', author: 'Ada' }, 'invalid'],
    ['another’s voice', { message: 'hi', type: 'agent_message' }, 'forbidden'],
    ['a note', { message: 'hi', type: 'internal_note' }, 'forbidden'],
    ['an odd name', { message: 'hi', clientId: 'a b' }, 'invalid'],
  ])('%s is refused and stores nothing', async (_, draft, code) => {
    const before = await mira.get<MessageList>(`/api/tickets/${ticket.id}/messages`)
    const miras = await socketOf(mira)
    await expect(miras.ask('send_message', { ticketId: ticket.id, ...draft })).resolves.toMatchObject({
      ok: false,
      code,
    })
    const after = await mira.get<MessageList>(`/api/tickets/${ticket.id}/messages`)
    expect(after.body.lastSeq).toBe(before.body.lastSeq)
  })

  test.each(['nonsense', 'constructor', '__proto__', 'toString', 'emit'])(
    'an event called %s is unknown',
    async (event) => {
      const miras = await socketOf(mira)
      await expect(miras.ask(event, {})).resolves.toMatchObject({ ok: false, code: 'unknown_event' })
      await expect(miras.ask('join_ticket', { ticketId: ticket.id })).resolves.toMatchObject({ ok: true })
    },
  )

  test('a ticket of somebody else does not exist', async () => {
    const tom = await aShopper(house, shop)
    const toms = await socketOf(tom)
    for (const event of ['join_ticket', 'send_message', 'typing_start', 'mark_read']) {
      const input = {
        ticketId: ticket.id,
        ...(event === 'send_message' && { message: 'hi' }),
        ...(event === 'mark_read' && { seq: 1 }),
      }
      await expect(toms.ask(event, input), event).resolves.toMatchObject({ ok: false, code: 'not_found' })
    }
  })
})

test('a closed ticket takes no more messages', async () => {
  const own = await mira.openTicket()
  const dora = new Caller(house, shop.adminToken)
  await dora.put(`/api/tickets/${own.id}/status`, { status: 'closed' })
  const miras = await socketOf(mira)
  await expect(miras.ask('send_message', { ticketId: own.id, message: 'wait' })).resolves.toMatchObject({
    ok: false,
    code: 'ticket_closed',
  })
})

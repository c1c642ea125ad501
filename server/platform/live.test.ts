import type { MessageList, Ticket } from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PollingSession } from '../testing/polling.ts'
import { ask } from '../testing/raw.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let ticket: Ticket
/** Two who go on talking whatever anybody else sends. */
let miras: PlainSocket
let adas: PlainSocket
const sockets: PlainSocket[] = []

const newSocket = (auth: object, options = {}) => {
  const socket = new PlainSocket(house, auth, options)
  sockets.push(socket)
  return socket
}

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
  ticket = await mira.openTicket()
  miras = await new PlainSocket(house, { token: mira.token }).connected()
  adas = await new PlainSocket(house, { token: ada.token }).connected()
  await adas.ask('join_ticket', { ticketId: ticket.id })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(async () => {
  miras.close()
  adas.close()
  await house.close()
})

let words = 0
async function expectTheyTalk(): Promise<void> {
  const message = `word ${++words}`
  expect(await miras.ask('send_message', { ticketId: ticket.id, message })).toMatchObject({ ok: true })
  await adas.hears('new_message', (heard) => heard.message === message)
}

const countMessages = async () => (await mira.get<MessageList>(`/api/tickets/${ticket.id}/messages`)).body.lastSeq

const INSIDE = /node_modules|\.ts\b|at .+:\d+|select |insert |session:|:agents|:staff|socket\.data|Error/

describe('a handshake', () => {
  test.each<[string, object]>([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['a token of nobody', { token: 'x'.repeat(40) }],
    ['a token without end', { token: 'x'.repeat(100_000) }],
    ['an agent’s token of nobody', { token: `at_${'x'.repeat(43)}` }],
    ['null', { token: null }],
    ['a number', { token: 7 }],
    ['a list', { token: ['x'] }],
    ['an object', { token: { toString: 'x' } }],
    ['an operator', { token: { $ne: null } }],
    ['the shop’s name for a token', { shop: 'Maison Perle' }],
  ])('with %s is refused, and says why', async (_, auth) => {
    await expect(newSocket(auth).refused()).resolves.toEqual({
      code: 'unauthorized',
      detail: expect.stringMatching(/^[A-Z].*\.$/),
    })
    await expectTheyTalk()
  })

  test('with a good token in the address instead is refused', async () => {
    const socket = newSocket({}, { query: { token: mira.token, auth: mira.token } })
    await expect(socket.refused()).resolves.toMatchObject({ code: 'unauthorized' })
  })

  test.each(['/admin', '/agents', '/nothing', '/constructor', '/__proto__'])(
    'to a namespace called %s is refused like any that does not exist',
    async (namespace) => {
      for (const token of ['', ada.token]) {
        const socket = newSocket({ token }, { path: '/socket.io' })
        const other = socket.socket.io.socket(namespace, { auth: { token } })
        const refusal = await new Promise<Error>((resolve) => other.once('connect_error', resolve).connect())
        expect(refusal.message).toBe('Invalid namespace')
        other.disconnect()
      }
    },
  )

  test.each<[string, string]>([
    ['nothing', '40'],
    ['null', '40null'],
    ['a list', '40[]'],
    ['a text', '40"x"'],
    ['a number', '407'],
    ['no JSON', '40{'],
    ['a prototype', '40{"__proto__":{"token":"x"}}'],
  ])('that brings %s opens nothing', async (_, packet) => {
    const session = await PollingSession.open(house)
    await session.send(packet)
    const answer = (await session.receive()).join()
    expect(answer).not.toMatch(/^40\{"sid"/)
    expect(answer).not.toMatch(INSIDE)
    await expectTheyTalk()
  })

  test('is needed before any event', async () => {
    const session = await PollingSession.open(house)
    const before = await countMessages()
    const input = JSON.stringify(['send_message', { ticketId: ticket.id, message: 'before' }])
    await session.send(`421${input}`)
    expect((await session.receive()).join()).not.toContain('431')
    expect(await countMessages()).toBe(before)
    await expectTheyTalk()
  })
})

describe('a packet that no client of ours would send', () => {
  const packets = [
    ...[
      '42[{"toString":"x"}]',
      '42["error"]',
      '42["disconnecting"]',
      '42["disconnect"]',
      '42["connect"]',
      '42["connect_error"]',
    ],
    ...['42["newListener"]', '42["removeListener"]', '42[]', '42[1]', '42[null]', '42null', '42{"a":1}', '42"x"', '42'],
    ...[
      '42[["join_ticket"]]',
      '42["join_ticket"',
      '4299999999999999["join_ticket"]',
      '42-1["join_ticket"]',
      '42["",""]',
    ],
    ...['451-["x",{"_placeholder":true,"num":"splice"}]', '451-["x",{"_placeholder":true,"num":-1}]', '4999-'],
    ...['451-["x",{"_placeholder":true,"num":"__proto__"}]', '4511-["x"]', '459999999-["x"]', '45-["x"]', '451["x"]'],
    ...['43["orphan"]', '439999999999[]', '430["orphan"]', '44{"message":"x"}', '41', '42/admin,["x"]', '42/admin'],
    ...['4', '40', '0', '1', '2', '3', '5', '6', '7', '9', 'x', '', '\x1e', '\x1e\x1e42["x"]', 'b', 'bAAAA', 'b!!!!'],
    ...[
      '42["\ud800"]',
      '42["x","\\ud800"]',
      `42["${'x'.repeat(60_000)}"]`,
      `42${'['.repeat(20_000)}`,
      '4\0',
      '42["x\\u0000"]',
    ],
  ]

  test.each(packets.map((packet) => [packet.slice(0, 40), packet]))(
    '%j ends this session at most',
    async (_, packet) => {
      const session = await PollingSession.enter(house, mira.token)
      const status = await session.send(packet)
      expect([200, 400, 413]).toContain(status)
      await expectTheyTalk()
    },
  )

  test('of many in one breath ends this session at most', async () => {
    const session = await PollingSession.enter(house, mira.token)
    await session.send(Array(2_000).fill('42["x"]').join('\x1e'))
    await expectTheyTalk()
  })

  test('that is larger than any is refused before it is read', async () => {
    const session = await PollingSession.enter(house, mira.token)
    expect(await session.send(`42["x","${'x'.repeat(1024 * 1024)}"]`)).toBe(413)
    const socket = newSocket({ token: mira.token })
    await socket.connected()
    const ended = socket.ended()
    socket.socket.emit('send_message', { ticketId: ticket.id, message: 'x'.repeat(1024 * 1024) })
    await ended
    await expectTheyTalk()
  })

  test.each([
    'EIO=4&EIO=3&transport=polling',
    'EIO=4&transport=websocket&transport=polling',
    'EIO=4&transport=__proto__',
    'EIO=4&transport=constructor',
    'EIO=4&transport=polling&sid=x',
    'EIO=4&transport=polling&sid=__proto__',
    'EIO=9&transport=polling',
    'transport=polling',
    '',
  ])('before the handshake is refused: %j', async (query) => {
    const { status, text } = await ask(house, `/socket.io/?${query}`)
    if (status !== 200) expect(status).toBe(400)
    expect(text).not.toMatch(INSIDE)
    await expectTheyTalk()
  })
})

describe('an event that does not exist', () => {
  const names = [
    ...[
      'base',
      'constructor',
      '__proto__',
      'prototype',
      'toString',
      'valueOf',
      'hasOwnProperty',
      'emit',
      'join',
      'leave',
    ],
    ...[
      'broadcast',
      'eval',
      'message',
      'new_message',
      'user_typing',
      'ticket_rows',
      'ticket_changed',
      'fact',
      'session_ended',
    ],
    ...['ping', 'pong', 'subscribe', 'admin', 'JOIN_TICKET', 'join_ticket ', ' join_ticket', 'join_ticket\0', ''],
  ]

  test.each(names)('%j is told so, whatever comes with it, and in the same words', async (name) => {
    const socket = await newSocket({ token: mira.token }).connected()
    const answers = [await socket.ask(name)]
    for (const input of [{}, [], 'text', 7, null, true]) answers.push(await socket.ask(name, input))
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        code: 'unknown_event',
        detail: expect.stringMatching(/^Expected one of .*join_ticket/),
      })
      expect(answer).toEqual(answers[0])
      expect(JSON.stringify(answer)).not.toMatch(INSIDE)
    }
  })

  test('without an answer asked for harms nothing', async () => {
    const socket = await newSocket({ token: mira.token }).connected()
    for (const name of names) socket.socket.emit(name, {}, 'more', 'than', 'one')
    expect(await socket.ask('join_ticket', { ticketId: ticket.id })).toMatchObject({ ok: true })
    await expectTheyTalk()
  })
})

describe('an event with the wrong input', () => {
  const GOOD: Record<string, Record<string, unknown>> = {
    join_ticket: {},
    leave_ticket: {},
    send_message: { message: 'Hello?', type: 'customer_message', clientId: 'wrong-types' },
    typing_start: {},
    typing_stop: {},
    mark_read: { seq: 1 },
  }
  const WRONG: [what: string, value: unknown][] = [
    ['an object', {}],
    ['an operator', { $ne: null }],
    ['another operator', { $gt: '' }],
    ['a list', []],
    ['a list of two', ['a', 'b']],
    ['true', true],
    ['null', null],
    ['half a number', 1.5],
    ['a number below zero', -1],
    ['a number beyond all', 1e308],
    ['SQL', "' OR 1=1 --"],
  ]
  const cases = Object.entries(GOOD).flatMap(([event, fields]) =>
    ['ticketId', ...Object.keys(fields)].flatMap((field) =>
      WRONG.map(([what, value]) => [event, field, what, value] as const),
    ),
  )

  test.each(Object.keys(GOOD))('%s is refused by its field, and stores nothing', async (event) => {
    const before = await countMessages()
    const socket = await newSocket({ token: mira.token }).connected()
    for (const [, field, what, value] of cases.filter(
      (one) => one[0] === event && !(one[1] === 'message' && one[2] === 'SQL'),
    )) {
      const ack = await socket.ask(event, { ticketId: ticket.id, ...GOOD[event], [field]: value })
      expect(ack, `${field}: ${what}`).toMatchObject({
        ok: false,
        code: 'invalid',
        errors: expect.arrayContaining([expect.objectContaining({ path: field })]),
      })
    }
    expect(await countMessages()).toBe(before)
  })

  test.each(Object.keys(GOOD))('%s is refused where the whole input is something else', async (event) => {
    const socket = await newSocket({ token: mira.token }).connected()
    for (const [what, value] of WRONG)
      expect(await socket.ask(event, value), what).toMatchObject({ ok: false, code: 'invalid' })
    expect(await socket.ask(event)).toMatchObject({ ok: false, code: 'invalid' })
  })

  test.each(Object.keys(GOOD))('%s is refused with more than one input', async (event) => {
    const socket = await newSocket({ token: mira.token }).connected()
    const input = { ticketId: ticket.id, ...GOOD[event] }
    expect(await socket.ask(event, input, input)).toMatchObject({ ok: false, code: 'invalid' })
  })

  test.each([
    ...[
      'author',
      'author_type',
      'authorId',
      'name',
      'userName',
      'avatar',
      'created_at',
      'createdAt',
      'seq',
      'id',
      'internal',
    ],
    ...['system', 'read', 'role', 'shopId', 'tenant', 'kind', 'constructor', 'toString'],
  ])('a claim by %s is refused, whatever the event', async (field) => {
    const before = await countMessages()
    const socket = await newSocket({ token: mira.token }).connected()
    for (const [event, fields] of Object.entries(GOOD)) {
      if (field in fields) continue
      const ack = await socket.ask(event, { ticketId: ticket.id, ...fields, [field]: 'Ada' })
      expect(ack, event).toMatchObject({ ok: false, code: 'invalid', errors: [{ path: field }] })
    }
    expect(await countMessages()).toBe(before)
  })

  test('and nested ten thousand times is refused like any other', async () => {
    const session = await PollingSession.enter(house, mira.token)
    const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    await session.send(`421["send_message",{"ticketId":"${ticket.id}","message":${nested}}]`)
    expect((await session.receive()).join()).toContain('431[{"ok":false,"code":"invalid"')
  })

  test('and a field twice is the last of both', async () => {
    const session = await PollingSession.enter(house, mira.token)
    await session.send(`421["send_message",{"ticketId":"${ticket.id}","message":"first","message":{"$ne":null}}]`)
    expect((await session.receive()).join()).toContain('431[{"ok":false,"code":"invalid"')
  })

  test('and an answer that cannot be called is an input too many', async () => {
    const socket = await newSocket({ token: mira.token }).connected()
    socket.socket.emit('join_ticket', { ticketId: ticket.id }, { call: 'me' })
    expect(await socket.ask('join_ticket', { ticketId: ticket.id })).toMatchObject({ ok: true })
  })
})

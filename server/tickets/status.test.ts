import {
  type Fact,
  type Message,
  type MessageList,
  newId,
  type Page,
  type Problem,
  TICKET_STATUSES,
  type Ticket,
  type TicketStatus,
} from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let dora: Caller
let adaId: string
let now = Date.parse('2026-05-04T09:00:00Z')

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  const agent = await anAgent(house, shop)
  ada = new Caller(house, agent.token)
  adaId = agent.agentId
  dora = new Caller(house, shop.adminToken)
})
afterAll(() => house.close())

type Answer = Ticket & Pick<Problem, 'detail' | 'code' | 'errors'>
const turn = (who: Caller, { id }: Pick<Ticket, 'id'>, status: unknown, more: object = {}) =>
  who.put<Answer>(`/api/tickets/${id}/status`, { status, ...more })
const read = async ({ id }: Pick<Ticket, 'id'>) => (await dora.get<Ticket>(`/api/tickets/${id}`)).body
const factsOf = async ({ id }: Pick<Ticket, 'id'>) =>
  (await dora.get<Page<Fact>>(`/api/tickets/${id}/facts`)).body.items

async function aTicket(status: TicketStatus = 'open'): Promise<Ticket> {
  const ticket = await mira.openTicket()
  if (status !== 'open') await turn(dora, ticket, status)
  return ticket
}

describe.each(TICKET_STATUSES)('from %s', (from) => {
  test.each(TICKET_STATUSES)('to %s, each may what their role may', async (to) => {
    const ticket = await aTicket(from)
    const ways: Record<'mira' | 'ada' | 'dora', number> = {
      mira: from === 'resolved' && (to === 'open' || to === 'closed') ? 200 : 403,
      ada:
        from === to ? 200 : from !== 'closed' && to !== 'closed' ? 200 : from === 'closed' && to !== 'open' ? 409 : 403,
      dora: from === 'closed' && to !== 'open' && to !== 'closed' ? 409 : 200,
    }
    for (const [who, caller] of Object.entries({ mira, ada, dora })) {
      await house.database.query('UPDATE tickets SET status = $2 WHERE id = $1', [ticket.id, from])
      const answer = await turn(caller, ticket, to)
      const expected = who === 'mira' ? ways.mira : who === 'ada' ? ways.ada : ways.dora
      expect(answer.status, `${who}: ${JSON.stringify(answer.body)}`).toBe(expected)
      expect((await read(ticket)).status).toBe(expected === 200 ? to : from)
      if (expected === 403 || expected === 409) expect(answer.body.detail).toContain(who === 'mira' ? 'user' : to)
    }
  })
})

describe('a change of status', () => {
  test('is on record: who, when, from and to', async () => {
    const ticket = await aTicket()
    now += 60_000
    await turn(ada, ticket, 'pending')
    expect(await factsOf(ticket)).toMatchObject([
      {
        type: 'ticket.created',
        actor: { kind: 'customer', id: mira.session.customerId, name: 'Mira' },
        data: { channel: 'api' },
      },
      {
        type: 'ticket.status_changed',
        actor: { kind: 'agent', id: adaId, name: 'Ada' },
        at: new Date(now).toISOString(),
        data: { from: 'open', to: 'pending', because: 'asked' },
      },
    ])
  })

  test('to what it is already changes nothing and leaves nothing on record', async () => {
    const ticket = await aTicket('pending')
    const before = await read(ticket)
    now += 60_000
    expect((await turn(ada, ticket, 'pending')).status).toBe(200)
    expect(await read(ticket)).toEqual(before)
    expect(await factsOf(ticket)).toHaveLength(2)
  })

  test('that is refused leaves nothing on record either', async () => {
    const ticket = await aTicket()
    await turn(ada, ticket, 'closed', { notes: 'Enough.' })
    expect(await factsOf(ticket)).toHaveLength(1)
    expect(await read(ticket)).toMatchObject({ status: 'open', lastSeq: 0 })
  })

  test('knows when it was resolved and closed, until it is opened again', async () => {
    const ticket = await aTicket()
    const resolvedAt = new Date((now += 60_000)).toISOString()
    expect((await turn(ada, ticket, 'resolved')).body).toMatchObject({ resolvedAt, closedAt: null })
    const closedAt = new Date((now += 60_000)).toISOString()
    expect((await turn(dora, ticket, 'closed')).body).toMatchObject({ resolvedAt, closedAt })
    expect((await turn(dora, ticket, 'open')).body).toMatchObject({ resolvedAt: null, closedAt: null })
  })

  test('keeps its notes as an internal note that the customer does not see', async () => {
    const ticket = await aTicket()
    await turn(ada, ticket, 'resolved', { notes: 'A new one is on its way.' })
    const seenBy = async (who: Caller) => (await who.get<MessageList>(`/api/tickets/${ticket.id}/messages`)).body
    expect((await seenBy(ada)).items).toMatchObject([
      { type: 'internal_note', message: 'A new one is on its way.', seq: 1 },
    ])
    expect(await seenBy(mira)).toEqual({ items: [], lastSeq: 0 })
  })

  test('repeated with its Idempotency-Key writes its note once', async () => {
    const ticket = await aTicket()
    const body = { status: 'pending', notes: 'Once.' }
    const path = `/api/tickets/${ticket.id}/status`
    const put = (change: object) =>
      ada.call<Answer>('PUT', path, change, { 'Idempotency-Key': `of ${ticket.id}`.replace(' ', '-') })
    const [first, second] = await Promise.all([put(body), put(body)])
    expect(second.body).toEqual(first.body)
    expect((await read(ticket)).lastSeq).toBe(1)
    expect(await put({ ...body, notes: 'Another.' })).toMatchObject({ status: 409, body: { code: 'key_reused' } })
  })

  test('is seen by its customer at once', async () => {
    const ticket = await aTicket()
    const socket = await new PlainSocket(house, { token: mira.token }).connected()
    await turn(ada, ticket, 'resolved', { notes: 'Not for Mira.' })
    const heard = await socket.hears('ticket_changed', ({ id, status }) => id === ticket.id && status === 'resolved')
    expect(heard).toMatchObject({ lastSeq: 0 })
    expect(JSON.stringify(socket.heard('ticket_changed'))).not.toContain('Not for Mira')
    socket.close()
  })

  test('by two at once leaves one after the other on record', async () => {
    const ticket = await aTicket()
    await Promise.all([turn(ada, ticket, 'pending'), turn(dora, ticket, 'resolved'), turn(ada, ticket, 'in_progress')])
    const changes = (await factsOf(ticket)).slice(1).map(({ data }) => data)
    let status: unknown = 'open'
    for (const change of changes) {
      expect(change).toMatchObject({ from: status })
      status = 'to' in change ? change.to : status
    }
    expect((await read(ticket)).status).toBe(status)
  })
})

describe('what is said', () => {
  test('by the customer opens a resolved ticket again', async () => {
    const ticket = await aTicket('resolved')
    await mira.say(ticket, 'It leaks again.')
    expect(await read(ticket)).toMatchObject({ status: 'open', resolvedAt: null })
    expect((await factsOf(ticket)).at(-1)).toMatchObject({
      type: 'ticket.status_changed',
      actor: { kind: 'customer', name: 'Mira' },
      data: { from: 'resolved', to: 'open', because: 'customer_wrote' },
    })
  })

  test.each<[TicketStatus, 'mira' | 'ada', TicketStatus]>([
    ['pending', 'mira', 'in_progress'],
    ['pending', 'ada', 'pending'],
    ['open', 'ada', 'in_progress'],
    ['open', 'mira', 'open'],
    ['escalated', 'ada', 'escalated'],
    ['escalated', 'mira', 'escalated'],
    ['resolved', 'ada', 'resolved'],
  ])('turns one that is %s, when %s writes, to %s', async (from, who, to) => {
    const ticket = await aTicket(from)
    await { mira, ada }[who].say(ticket, 'A word.')
    expect((await read(ticket)).status).toBe(to)
  })

  test('by an agent in a note turns nothing', async () => {
    const ticket = await aTicket()
    await ada.say(ticket, 'She is right.', { type: 'internal_note' })
    expect((await read(ticket)).status).toBe('open')
  })

  test('to a closed ticket is refused, but for a note', async () => {
    const ticket = await aTicket('closed')
    for (const who of [mira, ada, dora]) {
      const answer = await who.post<Problem>(`/api/tickets/${ticket.id}/messages`, { message: 'Wait!' })
      expect(answer).toMatchObject({ status: 409, body: { code: 'ticket_closed' } })
    }
    expect(await ada.say(ticket, 'For the record.', { type: 'internal_note' })).toMatchObject({ seq: 1 })
    expect((await read(ticket)).status).toBe('closed')
  })

  test('under an Idempotency-Key of any form is stored once', async () => {
    const ticket = await aTicket()
    for (const key of ['short', 'order:83/answer#1', 'x'.repeat(128)]) {
      const path = `/api/tickets/${ticket.id}/messages`
      const say = () => mira.post<Message>(path, { message: 'Once.' }, { 'Idempotency-Key': key })
      const [first, second] = await Promise.all([say(), say()])
      expect([first.status, second.body]).toEqual([201, first.body])
    }
    expect((await read(ticket)).lastSeq).toBe(3)
    const odd = await mira.post<Problem>(
      `/api/tickets/${ticket.id}/messages`,
      { message: 'x' },
      { 'Idempotency-Key': 'é' },
    )
    expect(odd).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } })
  })
})

describe('bad input to a status', () => {
  test.each<[string, string, unknown]>([
    ['no status', 'status', {}],
    ['a status of nobody’s', 'status', { status: 'done' }],
    ['a status in capitals', 'status', { status: 'CLOSED' }],
    ['a list of statuses', 'status', { status: ['open'] }],
    ['an operator', 'status', { status: { $ne: 'open' } }],
    ['null', 'status', { status: null }],
    ['empty notes', 'notes', { status: 'pending', notes: ' ' }],
    ['notes that are too long', 'notes', { status: 'pending', notes: 'x'.repeat(2_001) }],
    ['a NUL in the notes', 'notes', { status: 'pending', notes: 'a\0b' }],
    ['a reason of one’s own', 'because', { status: 'pending', because: 'rule' }],
    ['a time of one’s own', 'closedAt', { status: 'pending', closedAt: '2020-01-01T00:00:00Z' }],
  ])('%s is refused by its field, and changes nothing', async (_, path, body) => {
    const ticket = await aTicket()
    const answer = await dora.put<Answer>(`/api/tickets/${ticket.id}/status`, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors?.map((error) => error.path)).toEqual([path])
    expect(await factsOf(ticket)).toHaveLength(1)
  })

  test('a ticket of nobody is not found', async () => {
    expect(await turn(dora, { id: newId() }, 'pending')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await turn(dora, { id: '999999' }, 'pending')).status).toBe(404)
  })
})

describe('the audit trail', () => {
  test('is read in parts, without a hole', async () => {
    const ticket = await aTicket()
    for (const status of ['pending', 'open', 'pending', 'open']) await turn(ada, ticket, status)
    const seen: Fact[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `?limit=2${cursor && `&cursor=${cursor}`}`
      const { body }: { body: Page<Fact> } = await ada.get(`/api/tickets/${ticket.id}/facts${query}`)
      seen.push(...body.items)
      cursor = body.nextCursor
    }
    expect(seen).toEqual(await factsOf(ticket))
    expect(seen).toHaveLength(5)
  })

  test.each(['cursor=x', 'cursor=-1', "cursor=1'", 'cursor=9999999999999999', 'limit=0', 'after=1'])(
    'is not read by ?%s',
    async (query) => {
      const ticket = await aTicket()
      expect((await ada.get(`/api/tickets/${ticket.id}/facts?${query}`)).status).toBe(422)
    },
  )

  test('counts every fact of the shop once, in the order in which it was stored', async () => {
    const facts = await house.database.query<{ position: string }>('SELECT position FROM facts ORDER BY position')
    expect(facts.map(({ position }) => Number(position))).toEqual(facts.map((_, index) => index + 1))
  })
})

test('in psql, the queries that operators know work as they are', async () => {
  const old = await aTicket()
  await house.database.query(`UPDATE tickets SET created_at = NOW() - INTERVAL '25 hours' WHERE id = $1`, [old.id])
  const counted = await house.database.query<{ status: string; count: number }>(
    'SELECT status, COUNT(*) FROM tickets GROUP BY status;',
  )
  expect(counted.find(({ status }) => status === 'open')).toMatchObject({ count: expect.any(Number) })
  const waiting = await house.database.query<{ id: string }>(
    `SELECT * FROM tickets WHERE status = 'open' AND created_at < NOW() - INTERVAL '24 hours';`,
  )
  expect(waiting.map(({ id }) => id)).toContain(old.id)
  expect(
    await house.database.query('SELECT id, ticket_id, message, created_at FROM ticket_messages LIMIT 1'),
  ).toHaveLength(1)
})

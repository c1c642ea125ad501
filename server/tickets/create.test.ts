import { LASTING, newId, type Problem, TICKET_CATEGORIES, type Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let mira: Shopper
let ada: Caller
let now = Date.parse('2026-05-04T09:00:00.123Z')
const DRAFT = { subject: 'The teapot is cracked', description: 'It leaks.' }

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  mira = await aShopper(house, pearl)
  ada = new Caller(house, (await anAgent(house, pearl)).token)
})
afterAll(() => house.close())

const create = (body: unknown, caller: Caller = mira, key?: string) =>
  caller.post<Ticket & Pick<Problem, 'errors'>>(
    '/api/tickets',
    body,
    key === undefined ? {} : { 'Idempotency-Key': key },
  )
const count = async () => (await house.database.query<{ count: number }>('SELECT count(*)::int FROM tickets'))[0]?.count

describe('a ticket', () => {
  test('is opened with a subject and a description; all else has its usual value', async () => {
    const { status, body } = await create(DRAFT)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...DRAFT,
      ...{ status: 'open', priority: 'medium', category: 'general_inquiry', channel: 'api' },
      ...{ customerId: mira.session.customerId, assigneeId: null, orderId: null },
      ...{ deliveredSeq: 0, otherDeliveredSeq: 0, revision: expect.any(Number) },
      ...{ lastSeq: 0, readSeq: 0, otherReadSeq: 0, lastMessageAt: null, resolvedAt: null, closedAt: null },
      ...{ createdAt: new Date(now).toISOString(), updatedAt: new Date(now).toISOString() },
    })
    expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    // Its clock is wound with it, which is a change more.
    const { revision: _, ...opened } = body
    expect((await mira.get<Ticket>(`/api/tickets/${body.id}`)).body).toMatchObject(opened)
  })

  test.each(['low', 'medium', 'high', 'urgent'])('has the priority %s that was asked for', async (priority) => {
    expect((await create({ ...DRAFT, priority })).body.priority).toBe(priority)
  })

  test('of priority normal is one of priority medium', async () => {
    expect((await create({ ...DRAFT, priority: 'normal' })).body.priority).toBe('medium')
  })

  test.each(TICKET_CATEGORIES)('has the category %s that was asked for', async (category) => {
    expect((await create({ ...DRAFT, category })).body.category).toBe(category)
  })

  test('keeps its text to the letter, and its subject on one line', async () => {
    const description = '  L’été,\n\t<b>"quoted"</b> \\ % _ \' ; -- 👩‍👩‍👧 \u202e مرحبا  '
    const { body } = await create({ subject: ' Two\r\nlines\u2028or three ', description, orderId: ' ORDER-83 ' })
    expect(body).toMatchObject({ subject: 'Two lines or three', description, orderId: 'ORDER-83' })
  })

  test('that begins as a chat needs no description', async () => {
    expect((await create({ subject: 'Hello', channel: 'chat' })).body).toMatchObject({
      description: '',
      channel: 'chat',
    })
  })
})

describe('bad input to a ticket', () => {
  test.each<[string, string, unknown]>([
    ['no subject', 'subject', { description: 'x' }],
    ['an empty subject', 'subject', { ...DRAFT, subject: '' }],
    ['a subject of spaces', 'subject', { ...DRAFT, subject: ' \n\t ' }],
    ['a subject that nobody sees', 'subject', { ...DRAFT, subject: '\u200b\u0007' }],
    ['a subject that is too long', 'subject', { ...DRAFT, subject: 'x'.repeat(201) }],
    ['a number for a subject', 'subject', { ...DRAFT, subject: 7 }],
    ['an operator for a subject', 'subject', { ...DRAFT, subject: { $ne: null } }],
    ['a list of subjects', 'subject', { ...DRAFT, subject: ['a'] }],
    ['no description', 'description', { subject: 'x' }],
    ['no description for a form', 'description', { subject: 'x', channel: 'form' }],
    ['an empty description', 'description', { ...DRAFT, description: '' }],
    ['an empty description of a chat', 'description', { subject: 'x', channel: 'chat', description: '' }],
    ['a description that is too long', 'description', { ...DRAFT, description: 'x'.repeat(8_001) }],
    ['a NUL in the description', 'description', { ...DRAFT, description: 'a\0b' }],
    ['a broken description', 'description', { ...DRAFT, description: 'a\ud800b' }],
    ['null for a description', 'description', { ...DRAFT, description: null }],
    ['a category of nobody’s', 'category', { ...DRAFT, category: 'weather' }],
    ['a category in capitals', 'category', { ...DRAFT, category: 'BILLING' }],
    ['__proto__ for a category', 'category', { ...DRAFT, category: '__proto__' }],
    ['a priority of nobody’s', 'priority', { ...DRAFT, priority: 'yesterday' }],
    ['a number for a priority', 'priority', { ...DRAFT, priority: 1 }],
    ['an empty order', 'orderId', { ...DRAFT, orderId: '' }],
    ['an order that is too long', 'orderId', { ...DRAFT, orderId: 'x'.repeat(65) }],
    ['a channel that is not the asker’s', 'channel', { ...DRAFT, channel: 'mail' }],
    ['a customer that is no id', 'customerId', { ...DRAFT, customerId: '42' }],
    ['another customer', 'customerId', { ...DRAFT, customerId: newId() }],
    ...[
      'id',
      'number',
      'status',
      'shopId',
      'tenant_id',
      'assigneeId',
      'author',
      'createdAt',
      'lastSeq',
      'internal',
      'role',
    ].map((field): [string, string, unknown] => [`a ${field} of one’s own`, field, { ...DRAFT, [field]: 'x' }]),
  ])('%s is refused by its field, and stores nothing', async (_, path, body) => {
    const before = await count()
    const answer = await create(body)
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } })
    expect(answer.body.errors?.map((error) => error.path)).toEqual([path])
    expect(await count()).toBe(before)
  })
})

describe('an agent opens a ticket', () => {
  test('for a customer of the shop', async () => {
    const { status, body } = await create({ ...DRAFT, customerId: mira.session.customerId }, ada)
    expect([status, body.customerId]).toEqual([201, mira.session.customerId])
    expect((await mira.get<Ticket>(`/api/tickets/${body.id}`)).status).toBe(200)
  })

  test('and must say for whom', async () => {
    for (const caller of [ada, new Caller(house, pearl.adminToken), new Caller(house, pearl.secretKey)])
      expect(await create(DRAFT, caller)).toMatchObject({ status: 422, body: { errors: [{ path: 'customerId' }] } })
  })

  test('but not for a customer of another shop', async () => {
    const nils = await aShopper(house, nord)
    const answer = await create({ ...DRAFT, customerId: nils.session.customerId }, ada)
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'customerId' }] } })
  })
})

describe('an Idempotency-Key', () => {
  test('sent again is answered with the same ticket, which is there once', async () => {
    const before = (await count()) ?? 0
    const first = await create(DRAFT, mira, 'again')
    const second = await create({ description: DRAFT.description, subject: DRAFT.subject }, mira, 'again')
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(await count()).toBe(before + 1)
  })

  test('sent ten times at once makes one ticket', async () => {
    const before = (await count()) ?? 0
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(DRAFT, mira, 'ten')))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
    expect(await count()).toBe(before + 1)
  })

  test('of another request is refused', async () => {
    await create(DRAFT, mira, 'another')
    const answer = await create({ ...DRAFT, subject: 'Something else' }, mira, 'another')
    expect(answer).toMatchObject({ status: 409, body: { code: 'key_reused' } })
  })

  test('of another request at the same time makes one ticket and refuses the other', async () => {
    const answers = await Promise.all(['one', 'two'].map((subject) => create({ ...DRAFT, subject }, mira, 'both')))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('of somebody else is another key', async () => {
    const tom = await aShopper(house, pearl)
    const nils = await aShopper(house, nord)
    const ids = await Promise.all([mira, tom, nils].map(async (who) => (await create(DRAFT, who, 'shared')).body.id))
    expect(new Set(ids).size).toBe(3)
  })

  test('of a request that was refused may be used for the right one', async () => {
    expect((await create({ ...DRAFT, customerId: newId() }, mira, 'corrected')).status).toBe(422)
    expect((await create(DRAFT, mira, 'corrected')).status).toBe(201)
  })

  test('is forgotten after a day', async () => {
    const first = await create(DRAFT, mira, 'tomorrow')
    const start = now
    now += LASTING.idempotencyKey + 1
    const renewed = await mira.post<{ token: string }>(
      '/api/visitors',
      { renewalToken: mira.session.renewalToken },
      { 'X-Shop-Key': pearl.publicKey },
    )
    const second = await create({ ...DRAFT, subject: 'Another day' }, new Caller(house, renewed.body.token), 'tomorrow')
    expect(second.status).toBe(201)
    expect(second.body.id).not.toBe(first.body.id)
    now = start
  })

  test.each(['', ' ', 'x'.repeat(129), 'é', 'a b'])('%j is refused', async (key) => {
    const before = await count()
    const answer = await create(DRAFT, mira, key)
    // A header of nothing but spaces comes in as an empty one.
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } })
    expect(await count()).toBe(before)
  })
})

describe('numbers', () => {
  test('count from 1 in each shop without a hole, whoever comes at once', async () => {
    const shops = await Promise.all(['Chez Zoe', 'Chez Tom'].map((name) => aShop(house, name)))
    const shoppers = await Promise.all(shops.map((shop) => aShopper(house, shop)))
    const opened = await Promise.all(
      shoppers.flatMap((shopper) =>
        Array.from({ length: 50 }, async () => ({ shopper, ...(await create(DRAFT, shopper)) })),
      ),
    )
    for (const shopper of shoppers) {
      const numbers = opened.filter((one) => one.shopper === shopper).map(({ body }) => body.number)
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    }
  })

  test('are not taken by what is refused', async () => {
    const [first] = [await create(DRAFT)]
    await create({ ...DRAFT, customerId: newId() })
    await create({ ...DRAFT, priority: 'x' })
    expect((await create(DRAFT)).body.number).toBe(first.body.number + 1)
  })
})

describe('one ticket', () => {
  test('is found by its id, its number and its number with #', async () => {
    const { body } = await create(DRAFT)
    for (const ref of [body.id, body.id.toUpperCase(), String(body.number), `#${body.number}`])
      expect((await mira.get<Ticket>(`/api/tickets/${encodeURIComponent(ref)}`)).body.id, ref).toBe(body.id)
  })

  test.each([
    '0',
    '-1',
    '#',
    '##1',
    '1.0',
    '1e3',
    '0x1',
    '9'.repeat(10),
    'x',
    "1' OR 1=1",
    '%00',
    '..',
    'null',
    `${newId()}x`,
  ])('is not found by %j', async (ref) => {
    for (const who of [mira, ada])
      expect([404, 422], ref).toContain((await who.get<Problem>(`/api/tickets/${encodeURIComponent(ref)}`)).status)
  })

  test.each(['999999999', '#999999999', newId()])('that is not there is not found: %s', async (ref) => {
    expect(await mira.get(`/api/tickets/${encodeURIComponent(ref)}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })
})

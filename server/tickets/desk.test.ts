import { type BulkAnswer, type Fact, newId, type Page, type Problem, type Ticket } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

let house: TestHouse
let mira: Caller
let tom: Caller
let ada: Caller
let dora: Caller
let adaId: string
let strange: Ticket

beforeAll(async () => {
  house = await openTestHouse()
  const [shop, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  mira = await aShopper(house, shop, { name: 'Mira' })
  tom = await aShopper(house, shop, { name: 'Tom' })
  const agent = await anAgent(house, shop)
  adaId = agent.agentId
  ada = new Caller(house, agent.token)
  dora = new Caller(house, shop.adminToken)
  strange = await (await aShopper(house, nord)).openTicket()
})
afterAll(() => house.close())

type Answer = Ticket & Pick<Problem, 'code' | 'detail'>
const read = async (ticket: Ticket, caller = ada): Promise<Ticket> =>
  (await caller.get<Ticket>(`/api/tickets/${ticket.id}`)).body
const lastFact = async (ticket: Ticket): Promise<Fact | undefined> =>
  (await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)).body.items.at(-1)

describe('a merge', () => {
  const merge = (from: Ticket, into: { id: string }, caller = ada) =>
    caller.post<Answer>(`/api/tickets/${from.id}/merge`, { intoId: into.id })

  test('closes the one and points to the other; undone, it is as it was', async () => {
    const [into, from] = [await mira.openTicket(), await mira.openTicket({ subject: 'Once more' })]
    await mira.say(from, 'Did you get my first?')
    await ada.put(`/api/tickets/${from.id}/status`, { status: 'pending' })
    const { status, body } = await merge(from, into)
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'closed', desk: { mergedIntoId: into.id } })
    expect(await lastFact(from)).toMatchObject({
      type: 'ticket.merged',
      data: { intoId: into.id, intoNumber: into.number, was: 'pending' },
    })
    const merged = await ada.get<Page<Ticket>>(`/api/tickets?mergedInto=${into.id}`)
    expect(merged.body.items.map(({ id }) => id)).toEqual([from.id])
    expect((await dora.put<Answer>(`/api/tickets/${from.id}/status`, { status: 'open' })).body.code).toBe('conflict')
    const undone = await ada.call<Answer>('DELETE', `/api/tickets/${from.id}/merge`)
    expect(undone.body).toMatchObject({ status: 'pending', closedAt: null, desk: { mergedIntoId: null } })
    expect(await ada.call<Answer>('DELETE', `/api/tickets/${from.id}/merge`)).toMatchObject({ status: 409 })
  })

  test('is not of two customers, of one with itself, of closed or merged ones, nor of another shop', async () => {
    const [one, two, three] = [await mira.openTicket(), await mira.openTicket(), await mira.openTicket()]
    const toms = await tom.openTicket()
    for (const into of [toms, one]) expect(await merge(one, into)).toMatchObject({ status: 409 })
    for (const id of [newId(), strange.id]) expect(await merge(one, { id })).toMatchObject({ status: 422 })
    await merge(two, one)
    expect(await merge(two, one)).toMatchObject({ status: 200 })
    expect(await merge(two, three)).toMatchObject({ status: 409 })
    expect(await merge(three, two)).toMatchObject({ status: 409 })
    expect(await merge(one, three, mira)).toMatchObject({ status: 403 })
    expect((await read(three)).status).toBe('open')
  })

  test('crosswise at the same time, one comes about', async () => {
    const [one, two] = [await mira.openTicket(), await mira.openTicket()]
    const answers = await Promise.all([merge(one, two), merge(two, one, dora)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('a snoozed ticket', () => {
  const snooze = (ticket: Ticket, until: string | null, caller = ada) =>
    caller.post<Answer>(`/api/tickets/${ticket.id}/snooze`, { until })
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

  test('wakes in time', async () => {
    const ticket = await mira.openTicket()
    const until = inMs(500)
    expect((await snooze(ticket, until)).body.desk?.snoozedUntil).toBe(until)
    await expect.poll(async () => (await read(ticket)).desk?.snoozedUntil, { timeout: 20_000 }).toBeNull()
    expect(await lastFact(ticket)).toMatchObject({ type: 'ticket.woken', data: { because: 'time' } })
  })

  test('wakes when its customer writes, not when an agent does', async () => {
    const ticket = await mira.openTicket()
    await snooze(ticket, inMs(3_600_000))
    const listed = async (which: boolean) =>
      (await ada.get<Page<Ticket>>(`/api/tickets?snoozed=${which}`)).body.items.some(({ id }) => id === ticket.id)
    expect([await listed(true), await listed(false)]).toEqual([true, false])
    await ada.say(ticket, 'We will see on Monday.')
    expect((await read(ticket)).desk?.snoozedUntil).not.toBeNull()
    await mira.say(ticket, 'It is urgent.')
    expect((await read(ticket)).desk?.snoozedUntil).toBeNull()
    expect([await listed(true), await listed(false)]).toEqual([false, true])
  })

  test('can be woken by hand, and does not wait once it is closed', async () => {
    const [one, two] = [await mira.openTicket(), await mira.openTicket()]
    for (const ticket of [one, two]) await snooze(ticket, inMs(3_600_000))
    expect((await snooze(one, null)).body.desk?.snoozedUntil).toBeNull()
    await dora.put(`/api/tickets/${two.id}/status`, { status: 'closed' })
    expect((await read(two)).desk?.snoozedUntil).toBeNull()
    expect(await snooze(two, inMs(3_600_000))).toMatchObject({ status: 409, body: { code: 'ticket_closed' } })
  })

  test.each([
    ['the past', () => inMs(-1000)],
    ['in two years', () => inMs(2 * 366 * 24 * 3_600_000)],
    ['no time', () => 'tomorrow'],
  ])('is not until %s, and not by shoppers', async (_, until) => {
    const ticket = await mira.openTicket()
    expect(await snooze(ticket, until())).toMatchObject({ status: 422 })
    expect(await snooze(ticket, inMs(1000), mira)).toMatchObject({ status: 403 })
  })
})

describe('a change of many', () => {
  const bulk = (ids: string[], change: object, caller = ada) =>
    caller.post<BulkAnswer & Pick<Problem, 'code'>>('/api/tickets/bulk', { ids, change })

  test('has a result for each, in order, and each is changed wholly or not at all', async () => {
    const [one, closed, three] = [await mira.openTicket(), await mira.openTicket(), await tom.openTicket()]
    await dora.put(`/api/tickets/${closed.id}/status`, { status: 'closed' })
    await ada.patch(`/api/tickets/${one.id}`, { tags: ['old', 'kept'] })
    const ids = [one.id, closed.id, strange.id, three.id, one.id]
    const change = { status: 'pending', priority: 'high', addTags: ['sale'], removeTags: ['old'], assigneeId: adaId }
    const { status, body } = await bulk(ids, change)
    expect(status).toBe(200)
    expect(body.items.map(({ id, ok }) => [id, ok])).toEqual([
      [one.id, true],
      [closed.id, false],
      [strange.id, false],
      [three.id, true],
    ])
    expect(body.items).toMatchObject([{}, { code: 'conflict' }, { code: 'not_found' }, {}])
    const changed = { status: 'pending', priority: 'high', assigneeId: adaId }
    expect(await read(one)).toMatchObject({ ...changed, desk: { tags: ['kept', 'sale'] } })
    expect(await read(three)).toMatchObject({ ...changed, desk: { tags: ['sale'] } })
    expect(await read(closed)).toMatchObject({ status: 'closed', priority: 'medium', desk: { tags: [] } })
  })

  test('closes for admins alone, and changes nothing else where it may not', async () => {
    const ticket = await mira.openTicket()
    const change = { status: 'closed', priority: 'low' }
    expect((await bulk([ticket.id], change)).body.items).toMatchObject([{ ok: false, code: 'forbidden' }])
    expect((await read(ticket)).priority).toBe('medium')
    expect((await bulk([ticket.id], change, dora)).body.items).toMatchObject([
      { ok: true, ticket: { status: 'closed' } },
    ])
    expect((await bulk([ticket.id], { status: 'open', priority: 'high' }, dora)).body.items).toMatchObject([
      { ok: true, ticket: { status: 'open', priority: 'high' } },
    ])
  })

  test.each([
    ['nothing', () => [newId()], {}],
    ['no tickets', () => [], { priority: 'low' }],
    ['501 tickets', () => Array.from({ length: 501 }, () => newId()), { priority: 'low' }],
    ['a field that is none', () => [newId()], { subject: 'All the same' }],
  ])('of %s is refused as a whole', async (_, ids, change) => {
    expect(await bulk(ids(), change)).toMatchObject({ status: 422, body: { code: 'invalid' } })
    expect(await bulk([newId()], { priority: 'low' }, mira)).toMatchObject({ status: 403 })
  })
})

describe('a ticket that began with a description', () => {
  const rowOf = async (ticket: Ticket) =>
    (await ada.get<Page<Ticket>>('/api/tickets?limit=200')).body.items.find(({ id }) => id === ticket.id)

  test('is unread for agents until one of them has opened it', async () => {
    const form = await mira.openTicket({ channel: 'form' })
    expect(form).toMatchObject({ lastSeq: 0, readSeq: 0, otherReadSeq: 0 })
    expect(await rowOf(form)).toMatchObject({ lastSeq: 0, readSeq: -1 })
    await mira.put(`/api/tickets/${form.id}/read`, { seq: 0 })
    expect(await rowOf(form)).toMatchObject({ readSeq: -1 })
    await ada.put(`/api/tickets/${form.id}/read`, { seq: 0 })
    expect(await rowOf(form)).toMatchObject({ readSeq: 0 })
    expect((await mira.get<Ticket>(`/api/tickets/${form.id}`)).body).toMatchObject({ readSeq: 0, otherReadSeq: 0 })
  })

  test('is read by whoever answers or opens it, and a chat has nothing to be read', async () => {
    const form = await mira.openTicket({ channel: 'form' })
    await ada.say(form, 'We look into it.')
    expect(await rowOf(form)).toMatchObject({ lastSeq: 1, readSeq: 1 })
    const own = await ada.openTicket({ customerId: form.customerId })
    expect(await rowOf(own)).toMatchObject({ readSeq: 0 })
    const { body: chat } = await mira.post<Ticket>('/api/tickets', { subject: 'Hello', channel: 'chat' })
    expect(await rowOf(chat)).toMatchObject({ lastSeq: 0, readSeq: 0 })
  })
})

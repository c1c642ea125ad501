import type { Department, DepartmentChange, Fact, Page, Problem, Ticket } from '@comptoir/sdk/contract'
import { newId } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAgent } from '../commands.ts'
import { anAgent, aShop, openTestHouse, PASSWORD, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let dora: Caller
let ada: Caller
let adaId: string
let mira: Shopper
let shops = 0

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

beforeEach(async () => {
  shop = await aShop(house, `Maison Perle ${shops++}`)
  dora = new Caller(house, shop.adminToken)
  const opened = await anAgent(house, shop)
  ada = new Caller(house, opened.token)
  adaId = opened.agentId
  mira = await aShopper(house, shop, { name: 'Mira' })
})

const departments = async (): Promise<Department[]> => (await ada.get<Page<Department>>('/api/departments')).body.items

const open = async (name: string, more: DepartmentChange = {}): Promise<Department> =>
  (await dora.post<Department>('/api/departments', { name, ...more })).body

test('a new shop has one department, with its agents in it and its admin in the lead', async () => {
  const [support, ...others] = await departments()
  expect(others).toEqual([])
  expect(support).toMatchObject({ name: 'Support', categories: [], strategy: null, capacity: null, giveBack: null })
  expect(support?.members).toEqual([
    { agentId: expect.any(String), lead: true },
    { agentId: adaId, lead: false },
  ])
})

describe('an admin', () => {
  test('opens, changes and retires departments', async () => {
    const payments = await open('Payments', { categories: ['payment_issue'], strategy: 'round_robin', capacity: 2 })
    const changed = await dora.patch<Department>(`/api/departments/${payments.id}`, {
      name: 'Money',
      strategy: null,
      members: [{ agentId: adaId, lead: true }],
    })
    expect(changed.body).toEqual({
      ...payments,
      name: 'Money',
      strategy: null,
      members: [{ agentId: adaId, lead: true }],
    })
    expect((await departments()).map(({ name }) => name)).toEqual(['Support', 'Money'])
    expect((await dora.delete(`/api/departments/${payments.id}`)).status).toBe(204)
    expect((await departments()).map(({ name }) => name)).toEqual(['Support'])
  })

  test('who asks twice with one key opens one', async () => {
    const key = { 'Idempotency-Key': newId() }
    const [first, second] = await Promise.all([
      dora.post('/api/departments', { name: 'Returns' }, key),
      dora.post('/api/departments', { name: 'Returns' }, key),
    ])
    expect(second.body).toEqual(first.body)
    expect(await departments()).toHaveLength(2)
  })

  test('is told who has the name or the category already', async () => {
    await open('Payments', { categories: ['payment_issue'] })
    for (const [body, detail] of [
      [{ name: 'pAYMENTS' }, 'There is a department Payments already.'],
      [
        { name: 'Money', categories: ['billing', 'payment_issue'] },
        'The category payment_issue goes to Payments already.',
      ],
    ] as const)
      expect(await dora.post<Problem>('/api/departments', body)).toMatchObject({
        status: 409,
        body: { code: 'conflict', detail },
      })
  })

  test('of ten at once who want a category, gives it to one department', async () => {
    const tries = Array.from({ length: 10 }, (_, at) =>
      dora.post('/api/departments', { name: `Money ${at}`, categories: ['billing'] }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(9)
  })

  test('cannot retire the last one', async () => {
    const [support] = await departments()
    expect(await dora.delete(`/api/departments/${support?.id}`)).toMatchObject({ status: 409 })
  })

  test.each([
    ['a blank name', { name: '  ' }, 'name'],
    ['an unknown category', { name: 'A', categories: ['none'] }, 'categories.0'],
    ['a category twice', { name: 'A', categories: ['billing', 'billing'] }, 'categories'],
    ['a capacity of none', { name: 'A', capacity: 0 }, 'capacity'],
    ['minutes as a number', { name: 'A', giveBack: 10 }, 'giveBack'],
    ['an agent of no shop', { name: 'A', members: [{ agentId: newId(), lead: false }] }, 'members.0.agentId'],
    ['an unknown field', { name: 'A', colour: 'red' }, 'colour'],
  ])('is refused %s, and nothing is opened', async (_, body, path) => {
    const refused = await dora.post<Problem>('/api/departments', body)
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path }] } })
    expect(await departments()).toHaveLength(1)
  })

  test('does not reach the departments of another shop', async () => {
    const other = new Caller(house, (await aShop(house, `Atelier Nord ${shops++}`)).adminToken)
    const [support] = await departments()
    for (const answer of [
      await other.patch(`/api/departments/${support?.id}`, { name: 'Ours' }),
      await other.delete(`/api/departments/${support?.id}`),
    ])
      expect(answer).toMatchObject({ status: 404 })
    expect(await departments()).toEqual([support])
  })
})

test('agents read departments and leave their changes to admins; shoppers see none', async () => {
  expect(await ada.post('/api/departments', { name: 'Mine' })).toMatchObject({ status: 403 })
  expect(await mira.get('/api/departments')).toMatchObject({ status: 403 })
})

describe('a ticket', () => {
  test('goes to the department of its category, else to the oldest', async () => {
    const payments = await open('Payments', { categories: ['payment_issue'] })
    const [support] = await departments()
    const [paid, other] = [await mira.openTicket({ category: 'payment_issue' }), await mira.openTicket()]
    const seen = async (ticket: Ticket) => (await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body.desk?.departmentId
    expect([await seen(paid), await seen(other)]).toEqual([payments.id, support?.id])
    expect(paid.desk).toBeUndefined()
  })

  test('of a department that is retired goes where its category goes now, and says so', async () => {
    const payments = await open('Payments', { categories: ['payment_issue'] })
    const [support] = await departments()
    const ticket = await mira.openTicket({ category: 'payment_issue' })
    const closed = await mira.openTicket({ category: 'payment_issue' })
    await dora.put(`/api/tickets/${closed.id}/status`, { status: 'closed' })
    await dora.delete(`/api/departments/${payments.id}`)
    await vi.waitFor(async () => {
      const facts = await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)
      const moves = facts.body.items.filter(({ type }) => type === 'ticket.moved')
      expect(moves.map(({ data }) => data)).toEqual([{ from: payments.id, to: support?.id, because: 'retired' }])
    }, PATIENCE)
    const list = await ada.get<Page<Ticket>>(`/api/tickets?department=${payments.id}`)
    expect(list.body.items.map(({ id }) => id)).toEqual([closed.id])
  })
})

describe('a list', () => {
  test('is narrowed to a department by name or id', async () => {
    const payments = await open('Payments', { categories: ['payment_issue'] })
    const ticket = await mira.openTicket({ category: 'payment_issue' })
    await mira.openTicket()
    for (const ref of [payments.id, 'payments', 'Payments']) {
      const list = await ada.get<Page<Ticket>>(`/api/tickets?department=${ref}`)
      expect(list.body.items.map(({ id }) => id)).toEqual([ticket.id])
    }
    expect(await ada.get<Problem>('/api/tickets?department=Legal')).toMatchObject({
      status: 422,
      body: { detail: 'department: Expected the id or the name of a department: Support, Payments.' },
    })
  })

  test('is not narrowed by a shopper, nor by a key to its own', async () => {
    expect(await mira.get('/api/tickets?department=Support')).toMatchObject({ status: 403 })
    expect(await mira.get('/api/tickets?assignee=none')).toMatchObject({ status: 403 })
    const backend = new Caller(house, shop.secretKey)
    expect(await backend.get('/api/tickets?assignee=me')).toMatchObject({ status: 422 })
    expect(await ada.get('/api/tickets?assignee=Ada')).toMatchObject({ status: 422 })
  })
})

test('a new agent joins the departments they are named for', async () => {
  const payments = await open('Payments')
  const person = { shop: shop.shopId, name: 'Ben', role: 'support_agent', password: PASSWORD }
  const ben = await createAgent(house.context, {
    ...person,
    email: `ben.${newId()}@agents.example`,
    department: ['payments'],
  })
  const [support, money] = await departments()
  expect(money).toMatchObject({ id: payments.id, members: [{ agentId: ben.agentId, lead: false }] })
  expect(support?.members.map(({ agentId }) => agentId)).not.toContain(ben.agentId)
  const lost = createAgent(house.context, { ...person, email: `b.${newId()}@agents.example`, department: ['Legal'] })
  await expect(lost).rejects.toThrow('Expected the name or the id of a department: Support, Payments.')
})

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
const PATIENCE = { timeout: 25_000, interval: 50 }

import { createAgentClient } from '@comptoir/sdk'
import type { Department, Page, Problem, Ticket } from '@comptoir/sdk/contract'
import { newId } from '@comptoir/sdk/contract'
import { describe, expect, test } from 'vitest'
import { Caller } from '../testing/people.ts'
import { Desk } from './testing/desk.ts'

const desk = new Desk()

describe('by hand', () => {
  test('an admin assigns anybody, and the fact says who, from whom and to whom', async () => {
    const ticket = await desk.mira.openTicket()
    expect((await desk.assign(desk.dora, ticket, desk.ada.agentId)).body).toMatchObject({
      assigneeId: desk.ada.agentId,
      desk: { assignedAt: expect.any(String) },
    })
    await desk.assign(desk.dora, ticket, desk.ben.agentId)
    const facts = (await desk.factsOf(ticket)).filter(({ type }) => type === 'ticket.assigned')
    expect(facts.map(({ actor, data }) => ({ by: actor.name, ...data }))).toEqual([
      { by: 'Dora', from: null, to: desk.ada.agentId, reason: { by: 'hand' } },
      { by: 'Dora', from: desk.ada.agentId, to: desk.ben.agentId, reason: { by: 'hand' } },
    ])
  })

  test('an agent takes what is nobody’s, hands it on, and hears who holds what is a colleague’s', async () => {
    const ticket = await desk.mira.openTicket()
    expect((await desk.assign(desk.ada, ticket, desk.ada.agentId)).status).toBe(200)
    expect(await desk.assign<Problem>(desk.ben, ticket, desk.ben.agentId)).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: 'Ada holds this ticket: they, a lead or an admin can hand it on.' },
    })
    expect((await desk.assign(desk.ada, ticket, desk.ben.agentId)).body.assigneeId).toBe(desk.ben.agentId)
    expect((await desk.assign(desk.ben, ticket, null)).body).toMatchObject({
      assigneeId: null,
      desk: { assignedAt: null },
    })
  })

  test('to whoever holds it already is no change', async () => {
    const ticket = await desk.mira.openTicket()
    await desk.assign(desk.ada, ticket, desk.ada.agentId)
    expect((await desk.assign(desk.ben, ticket, desk.ada.agentId)).status).toBe(200)
    expect(await desk.handsOf(ticket)).toHaveLength(1)
  })

  test('an agent leaves the tickets of other departments alone, and gives none to strangers', async () => {
    const legal = await desk.dora.post<Department>('/api/departments', { name: 'Legal', categories: ['complaint'] })
    const theirs = await desk.mira.openTicket({ category: 'complaint' })
    expect(await desk.assign<Problem>(desk.ada, theirs, desk.ada.agentId)).toMatchObject({
      status: 403,
      body: { detail: 'Expected an admin or a member of Legal, whose ticket this is.' },
    })
    await desk.dora.patch(`/api/departments/${legal.body.id}`, {
      members: [{ agentId: desk.ada.agentId, lead: false }],
    })
    expect((await desk.assign(desk.ada, theirs, desk.ada.agentId)).status).toBe(200)
    expect(await desk.assign<Problem>(desk.ada, theirs, desk.ben.agentId)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'agentId' }] },
    })
    expect((await desk.assign(desk.dora, theirs, desk.ben.agentId)).status).toBe(200)
  })

  test('a ticket is moved to another department, and let go by a holder who is no member there', async () => {
    const legal = (await desk.dora.post<Department>('/api/departments', { name: 'Legal' })).body
    const ticket = await desk.mira.openTicket()
    await desk.assign(desk.ada, ticket, desk.ada.agentId)
    const moved = await desk.ada.post<Ticket>(`/api/tickets/${ticket.id}/assign`, { departmentId: legal.id })
    expect(moved.body).toMatchObject({ assigneeId: null, desk: { departmentId: legal.id } })
    expect((await desk.factsOf(ticket)).map(({ type }) => type)).toEqual([
      'ticket.created',
      'ticket.assigned',
      'ticket.moved',
      'ticket.assigned',
    ])
    expect((await desk.handsOf(ticket)).at(-1)).toEqual({ from: desk.ada.agentId, to: null, reason: { by: 'move' } })
  })

  test.each([
    ['nobody known', { agentId: newId() }, 422],
    ['a name', { agentId: 'Ada' }, 422],
    ['nothing', {}, 422],
    ['two things', { agentId: null, departmentId: newId() }, 422],
    ['a department of nowhere', { departmentId: newId() }, 422],
  ])('to %s is refused and changes nothing', async (_, body, status) => {
    const ticket = await desk.mira.openTicket()
    expect(await desk.dora.post(`/api/tickets/${ticket.id}/assign`, body)).toMatchObject({ status })
    expect(await desk.factsOf(ticket)).toHaveLength(1)
  })

  test('a shopper assigns nothing, another shop finds nothing, and a closed ticket keeps its holder', async () => {
    const ticket = await desk.mira.openTicket()
    expect(await desk.assign(desk.mira, ticket, desk.ada.agentId)).toMatchObject({ status: 403 })
    const nord = new Caller(desk.house, (await desk.openShop('Atelier Nord')).adminToken)
    expect(await desk.assign(nord, ticket, desk.ada.agentId)).toMatchObject({ status: 404 })
    await desk.turn(ticket, 'closed')
    expect(await desk.assign(desk.dora, ticket, desk.ada.agentId)).toMatchObject({
      status: 409,
      body: { code: 'ticket_closed' },
    })
  })

  test('of fifty at once, each change leaves one fact, and each goes on where the last one ended', async () => {
    const ticket = await desk.mira.openTicket()
    const targets = Array.from({ length: 50 }, (_, at) => (at % 2 ? desk.ada.agentId : desk.ben.agentId))
    const answers = await Promise.all(targets.map((to) => desk.assign(desk.dora, ticket, to)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const hands = await desk.handsOf(ticket)
    hands.forEach(({ from, to }, at) => {
      expect(from).toBe(hands[at - 1]?.to ?? null)
      expect(to).not.toBe(from)
    })
    expect(await desk.holderOf(ticket)).toBe(hands.at(-1)?.to)
  })

  test('of fifty at once who take it, one has it, and the others hear who', async () => {
    const ticket = await desk.mira.openTicket()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => {
        const who = at % 2 ? desk.ada : desk.ben
        return desk.assign<Problem>(who, ticket, who.agentId)
      }),
    )
    const [hand, ...others] = await desk.handsOf(ticket)
    expect(others).toEqual([])
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(25)
    const winner = hand?.to === desk.ada.agentId ? 'Ada' : 'Ben'
    for (const { body } of refused) expect(body.detail).toContain(`${winner} holds this ticket`)
  })

  test('the same key twice is one assignment', async () => {
    const ticket = await desk.mira.openTicket()
    const key = { 'Idempotency-Key': newId() }
    const path = `/api/tickets/${ticket.id}/assign`
    const first = await desk.dora.post(path, { agentId: desk.ada.agentId }, key)
    await desk.assign(desk.dora, ticket, desk.ben.agentId)
    expect((await desk.dora.post(path, { agentId: desk.ada.agentId }, key)).body).toEqual(first.body)
    expect(await desk.holderOf(ticket)).toBe(desk.ben.agentId)
  })
})

test('lists show what is mine, and what is nobody’s', async () => {
  const [mine, nobodys] = [await desk.mira.openTicket(), await desk.mira.openTicket()]
  await desk.assign(desk.ada, mine, desk.ada.agentId)
  const ids = async (query: string) =>
    (await desk.ada.get<Page<Ticket>>(`/api/tickets?${query}`)).body.items.map(({ id }) => id)
  expect(await ids('assignee=me')).toEqual([mine.id])
  expect(await ids('assignee=none')).toEqual([nobodys.id])
  expect(await ids(`assignee=${desk.ben.agentId}`)).toEqual([])
})

test('the SDK’s client opens departments and assigns', async () => {
  const client = createAgentClient({ url: desk.house.url, token: desk.shop.adminToken })
  try {
    const legal = await client.departments.create({ name: 'Legal' })
    await client.departments.change(legal.id, { members: [{ agentId: desk.ada.agentId, lead: true }] })
    const ticket = await desk.mira.openTicket()
    expect(await client.tickets.assign(ticket.id, { departmentId: legal.id })).toMatchObject({
      desk: { departmentId: legal.id },
    })
    expect(await client.tickets.assign(ticket.id, { agentId: desk.ben.agentId })).toMatchObject({
      assigneeId: desk.ben.agentId,
    })
    await client.departments.retire(legal.id)
    expect((await client.departments.list()).items.map(({ name }) => name)).toEqual(['Support'])
  } finally {
    client.close()
  }
})

import type { Department, Page } from '@comptoir/sdk/contract'
import { describe, expect, test } from 'vitest'
import { openTestHouse } from '../testing/house.ts'
import { Caller } from '../testing/people.ts'
import { Desk, until } from './testing/desk.ts'

const desk = new Desk()

describe('by itself', () => {
  test('a new ticket goes to somebody who is present, and the fact says why', async () => {
    await desk.comes(desk.ada)
    const ticket = await desk.mira.openTicket()
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
    expect(await desk.factsOf(ticket)).toContainEqual(
      expect.objectContaining({
        actor: { kind: 'system', id: null, name: null },
        data: {
          from: null,
          to: desk.ada.agentId,
          reason: { by: 'least_busy', busy: 0, capacity: 5, present: 1, free: 1 },
        },
      }),
    )
  })

  test('a backlog drains when somebody comes, the most urgent first, up to what they can hold', async () => {
    await desk.plan({ capacity: 2 })
    const old = await desk.mira.openTicket({ priority: 'low' })
    const newer = await desk.mira.openTicket({ priority: 'low' })
    const urgent = await desk.mira.openTicket({ priority: 'urgent' })
    await desk.comes(desk.ada)
    await until(async () => expect(await desk.heldBy(desk.ada)).toBe(2))
    expect([await desk.holderOf(urgent), await desk.holderOf(old), await desk.holderOf(newer)]).toEqual([
      desk.ada.agentId,
      desk.ada.agentId,
      null,
    ])
    await desk.turn(old, 'resolved')
    await until(async () => expect(await desk.holderOf(newer)).toBe(desk.ada.agentId))
  })

  test('what is laid aside is given to nobody until it is woken', async () => {
    await desk.plan({ strategy: 'manual' })
    const [timed, written, later] = [
      await desk.mira.openTicket(),
      await desk.mira.openTicket(),
      await desk.mira.openTicket({ priority: 'low' }),
    ]
    const snooze = (ticket: { id: string }, until: string | null) =>
      desk.dora.post(`/api/tickets/${ticket.id}/snooze`, { until })
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    await Promise.all([timed, written].map((ticket) => snooze(ticket, tomorrow)))
    await desk.comes(desk.ada)
    await desk.plan({ strategy: 'least_busy' })
    // One that came after them and was given out shows that they were left alone.
    await until(async () => expect(await desk.holderOf(later)).toBe(desk.ada.agentId))
    expect([await desk.holderOf(timed), await desk.holderOf(written)]).toEqual([null, null])
    await desk.mira.say(written, 'Here I am again.')
    await until(async () => expect(await desk.holderOf(written)).toBe(desk.ada.agentId))
    expect(await desk.holderOf(timed)).toBeNull()
    await snooze(timed, null)
    await until(async () => expect(await desk.holderOf(timed)).toBe(desk.ada.agentId))
  })

  test('a backlog drains when the capacity is raised, for the shop or for the department', async () => {
    await desk.plan({ capacity: 1 })
    await desk.comes(desk.ada)
    for (let at = 0; at < 3; at++) await desk.mira.openTicket()
    await until(async () => expect(await desk.heldBy(desk.ada)).toBe(1))
    await desk.plan({ capacity: 2 })
    await until(async () => expect(await desk.heldBy(desk.ada)).toBe(2))
    const [support] = (await desk.dora.get<Page<Department>>('/api/departments')).body.items
    await desk.dora.patch(`/api/departments/${support?.id}`, { capacity: 3 })
    await until(async () => expect(await desk.heldBy(desk.ada)).toBe(3))
  })

  test('nobody gets anything while the plan is by hand, and everything when it is no longer', async () => {
    await desk.plan({ strategy: 'manual' })
    await desk.comes(desk.ada)
    const ticket = await desk.mira.openTicket()
    const marked = (await desk.dora.post<Department>('/api/departments', { name: 'Other', categories: ['other'] })).body
    await desk.dora.patch(`/api/departments/${marked.id}`, {
      strategy: 'least_busy',
      members: [{ agentId: desk.ada.agentId, lead: false }],
    })
    // One that came later and was given out shows that the first was not.
    const later = await desk.mira.openTicket({ category: 'other' })
    await until(async () => expect(await desk.holderOf(later)).toBe(desk.ada.agentId))
    expect(await desk.holderOf(ticket)).toBeNull()
    await desk.plan({ strategy: 'least_busy' })
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
  })

  test('what somebody hands back goes to somebody else, and not to them again', async () => {
    await desk.comes(desk.ada)
    const ticket = await desk.mira.openTicket()
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
    await desk.assign(desk.ada, ticket, null)
    const other = await desk.mira.openTicket()
    await until(async () => expect(await desk.holderOf(other)).toBe(desk.ada.agentId))
    expect(await desk.holderOf(ticket)).toBeNull()
    await desk.comes(desk.ben)
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ben.agentId))
  })

  test('a ticket without a holder that the customer opens again is given to somebody', async () => {
    const ticket = await desk.mira.openTicket()
    await desk.turn(ticket, 'resolved')
    await desk.comes(desk.ada)
    await desk.mira.say(ticket, 'It leaks again.')
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
  })

  test('who is away is given nothing', async () => {
    const adas = await desk.comes(desk.ada)
    await adas.ask('set_presence', { away: true })
    await desk.comes(desk.ben)
    const ticket = await desk.mira.openTicket()
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ben.agentId))
    expect((await desk.handsOf(ticket))[0]?.reason).toMatchObject({ present: 1 })
  })

  test('what is moved is given out where it goes', async () => {
    const legal = (await desk.dora.post<Department>('/api/departments', { name: 'Legal' })).body
    await desk.dora.patch(`/api/departments/${legal.id}`, { members: [{ agentId: desk.ben.agentId, lead: false }] })
    const ticket = await desk.mira.openTicket()
    await desk.assign(desk.dora, ticket, desk.ada.agentId)
    await desk.comes(desk.ben)
    await desk.dora.post(`/api/tickets/${ticket.id}/assign`, { departmentId: legal.id })
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ben.agentId))
  })

  test('an escalated ticket goes to a lead of its department', async () => {
    const ticket = await desk.mira.openTicket()
    await desk.assign(desk.dora, ticket, desk.ada.agentId)
    await desk.ada.post(`/api/tickets/${ticket.id}/escalate`, { reason: 'She is a friend of the desk.house.' })
    const me = await desk.dora.get<{ agent: { id: string } }>('/api/me')
    expect(await desk.handsOf(ticket)).toContainEqual({
      from: desk.ada.agentId,
      to: me.body.agent.id,
      reason: { by: 'escalation' },
    })
  })
})

test('two nodes give each of forty tickets to one agent once, in equal parts, and nobody more than they can hold', async () => {
  const second = await openTestHouse({ beside: desk.house })
  try {
    await desk.plan({ strategy: 'round_robin', capacity: 15 })
    const other = new Caller(second, desk.mira.token)
    await Promise.all([desk.comes(desk.ada), desk.comes(desk.ben, second)])
    const tickets = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 ? desk.mira : other).openTicket({ subject: `Teapot ${at}` })),
    )
    await until(async () => expect([await desk.heldBy(desk.ada), await desk.heldBy(desk.ben)]).toEqual([15, 15]))
    const hands = await Promise.all(tickets.map(desk.handsOf))
    expect(hands.filter((of) => of.length === 1)).toHaveLength(30)
    expect(hands.filter((of) => of.length === 0)).toHaveLength(10)
    const given = hands.flat().map(({ reason }) => reason)
    expect(given.every((reason) => reason.by === 'round_robin' && reason.busy < 15)).toBe(true)
  } finally {
    await second.close()
  }
})

test('an agent of two departments is given no more than they can hold by both at once', async () => {
  await desk.plan({ capacity: 3 })
  await desk.dora.post('/api/departments', {
    name: 'Other',
    categories: ['other'],
    members: [{ agentId: desk.ada.agentId, lead: false }],
  })
  await desk.comes(desk.ada)
  await Promise.all(Array.from({ length: 20 }, (_, at) => desk.mira.openTicket(at % 2 ? { category: 'other' } : {})))
  await until(async () => {
    const jobs = await desk.query("SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'departments.give_out'")
    expect(jobs).toEqual([])
  })
  expect(await desk.heldBy(desk.ada)).toBe(3)
})

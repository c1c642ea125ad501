import { ROLES, type Role, TICKET_PRIORITIES, TICKET_STATUSES, type TicketStatus } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../platform/failure.ts'
import { checkTurn, type Event, priorityOf, statusAfter, timesAfter } from './rules.ts'

const status = fc.constantFrom(...TICKET_STATUSES)
const role = fc.constantFrom<Role>(...ROLES)
const event = fc.constantFrom<Event>('customer_wrote', 'agent_wrote')

function refusalOf(from: TicketStatus, to: TicketStatus, as: Role): string | null {
  try {
    checkTurn(from, to, as)
    return null
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

describe('the life of a ticket, by what happens', () => {
  const LIFE: [TicketStatus, Event, TicketStatus][] = [
    ['open', 'agent_wrote', 'in_progress'],
    ['open', 'customer_wrote', 'open'],
    ['in_progress', 'agent_wrote', 'in_progress'],
    ['in_progress', 'customer_wrote', 'in_progress'],
    ['pending', 'customer_wrote', 'in_progress'],
    ['pending', 'agent_wrote', 'pending'],
    ['resolved', 'customer_wrote', 'open'],
    ['resolved', 'agent_wrote', 'resolved'],
    ['escalated', 'agent_wrote', 'escalated'],
    ['escalated', 'customer_wrote', 'escalated'],
    ['closed', 'agent_wrote', 'closed'],
    ['closed', 'customer_wrote', 'closed'],
  ]

  test.each(LIFE)('%s, when %s: %s', (from, happened, to) => expect(statusAfter(from, happened)).toBe(to))

  test('is told of every status and every happening', () => {
    expect(LIFE).toHaveLength(TICKET_STATUSES.length * 2)
  })

  test('never closes a ticket, and never opens a closed one, whatever happens', () => {
    fc.assert(
      fc.property(status, fc.array(event), (from, events) => {
        const end = events.reduce(statusAfter, from)
        expect(end === 'closed').toBe(from === 'closed')
      }),
    )
  })

  test('never leaves a customer who has written waiting for themselves', () => {
    fc.assert(
      fc.property(status, fc.array(event), (from, events) => {
        const end = statusAfter(events.reduce(statusAfter, from), 'customer_wrote')
        expect(['open', 'in_progress', 'escalated', 'closed']).toContain(end)
      }),
    )
  })
})

describe('the life of a ticket, by who asks', () => {
  test('a shopper says of a resolved one whether it is, and asks for nothing else', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        const judges = from === 'resolved' && (to === 'open' || to === 'closed')
        expect(refusalOf(from, to, 'user')).toBe(judges ? null : 'forbidden')
      }),
    )
  })

  test('an agent asks for any but closed, and not of a closed one', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        const refused = refusalOf(from, to, 'support_agent')
        expect(refused === null).toBe(from !== 'closed' && to !== 'closed')
      }),
    )
  })

  test('an admin asks for any, and of a closed one for open alone', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(refusalOf(from, to, 'admin')).toBe(from === 'closed' && to !== 'open' ? 'conflict' : null)
      }),
    )
  })

  test('who may not is told so where somebody else may, and agents that nobody can where nobody may', () => {
    fc.assert(
      fc.property(status, status, role, (from, to, as) => {
        const refused = refusalOf(from, to, as)
        const possible = ROLES.some((one) => refusalOf(from, to, one) === null)
        if (refused !== null) expect(refused).toBe(possible || as === 'user' ? 'forbidden' : 'conflict')
      }),
    )
  })

  test('a refusal names both statuses', () => {
    expect(() => checkTurn('closed', 'pending', 'admin')).toThrow(/closed.*open.*pending/)
    expect(() => checkTurn('open', 'closed', 'support_agent')).toThrow(
      /From open to closed: expected admin, got support_agent/,
    )
  })
})

describe('the times of a ticket', () => {
  const at = new Date('2026-05-04T09:00:00Z')
  const earlier = new Date('2026-05-01T09:00:00Z')

  test('a resolved one knows since when, and a closed one both', () => {
    expect(timesAfter('resolved', at, { resolvedAt: null })).toEqual({ resolvedAt: at, closedAt: null })
    expect(timesAfter('closed', at, { resolvedAt: earlier })).toEqual({ resolvedAt: earlier, closedAt: at })
    expect(timesAfter('closed', at, { resolvedAt: null })).toEqual({ resolvedAt: at, closedAt: at })
  })

  test('one that goes on has neither', () => {
    fc.assert(
      fc.property(status, fc.option(fc.constant(earlier)), (to, resolvedAt) => {
        const times = timesAfter(to, at, { resolvedAt })
        expect(times.closedAt !== null).toBe(to === 'closed')
        expect(times.resolvedAt !== null).toBe(to === 'closed' || to === 'resolved')
      }),
    )
  })
})

test('normal is medium, and every other priority itself', () => {
  expect(priorityOf('normal')).toBe('medium')
  for (const priority of TICKET_PRIORITIES) expect(priorityOf(priority)).toBe(priority)
})

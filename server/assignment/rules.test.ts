import { TICKET_STATUSES } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../platform/failure.ts'
import { type Asking, type Candidate, checkAssignment, choose, leadOf, restOf, wantsHolder } from './rules.ts'

const MANY = 1_000_000
const agent = (agentId: string, busy: number, lastTurn = 0): Candidate => ({ agentId, busy, lastTurn })

describe('a choice', () => {
  test('says by which figures it was made', () => {
    const present = [agent('ada', 2), agent('ben', 4), agent('dora', 5)]
    expect(choose({ strategy: 'least_busy', capacity: 5 }, present)).toEqual({
      to: 'ada',
      reason: { by: 'least_busy', busy: 2, capacity: 5, present: 3, free: 2 },
    })
  })

  test('in turn falls on whoever was given one longest ago, however busy', () => {
    const present = [agent('ada', 0, 8), agent('ben', 4, 7)]
    expect(choose({ strategy: 'round_robin', capacity: 5 }, present)?.to).toBe('ben')
  })

  test('between two who are as busy falls on whoever was given one longer ago', () => {
    expect(choose({ strategy: 'least_busy', capacity: 5 }, [agent('ada', 1, 3), agent('ben', 1, 2)])?.to).toBe('ben')
  })

  test('by hand falls on nobody', () => {
    expect(choose({ strategy: 'manual', capacity: 5 }, [agent('ada', 0)])).toBeNull()
  })

  test('does not fall on whoever has handed the ticket back', () => {
    const plan = { strategy: 'least_busy', capacity: 5 } as const
    expect(choose(plan, [agent('ada', 0), agent('ben', 4)], 'ada')?.to).toBe('ben')
    expect(choose(plan, [agent('ada', 0)], 'ada')).toBeNull()
  })
})

const someAgents = fc
  .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({ busy: fc.nat(8), lastTurn: fc.nat(50) }).map((so) => agent(id, so.busy, so.lastTurn)),
      ),
    ),
  )

/** Gives out so many tickets to the same people, as the store would keep the count. */
function giveOut(strategy: 'round_robin' | 'least_busy', capacity: number, present: Candidate[], tickets: number) {
  const turns = Math.max(0, ...present.map(({ lastTurn }) => lastTurn))
  const given: { to: string; before: Candidate[] }[] = []
  let now = present
  for (let turn = 1; turn <= tickets; turn++) {
    const choice = choose({ strategy, capacity }, now)
    if (!choice) break
    given.push({ to: choice.to, before: now })
    now = now.map((one) => (one.agentId === choice.to ? { ...one, busy: one.busy + 1, lastTurn: turns + turn } : one))
  }
  return { given, after: now }
}

const countsOf = (present: Candidate[], given: { to: string }[]): number[] =>
  present.map(({ agentId }) => given.filter(({ to }) => to === agentId).length)

describe('whatever the agents hold', () => {
  test('in turn, what two of them are given differs by one at most', () => {
    fc.assert(
      fc.property(someAgents, fc.nat(60), (present, tickets) => {
        const { given } = giveOut('round_robin', MANY, present, tickets)
        const counts = countsOf(present, given)
        expect(given).toHaveLength(tickets)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('the least busy is given the next one, and never one who is busier', () => {
    fc.assert(
      fc.property(someAgents, fc.nat(60), (present, tickets) => {
        for (const { to, before } of giveOut('least_busy', MANY, present, tickets).given) {
          const chosen = before.find(({ agentId }) => agentId === to)
          expect(chosen?.busy).toBe(Math.min(...before.map(({ busy }) => busy)))
        }
      }),
    )
  })

  test('who begin equally busy, the least busy strategy keeps within one of each other', () => {
    fc.assert(
      fc.property(someAgents, fc.nat(60), (present, tickets) => {
        const equal = present.map((one) => ({ ...one, busy: 3 }))
        const counts = countsOf(equal, giveOut('least_busy', MANY, equal, tickets).given)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('nobody is given more than they can hold, and nothing waits while somebody could', () => {
    fc.assert(
      fc.property(
        someAgents,
        fc.nat(60),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('round_robin' as const, 'least_busy' as const),
        (present, tickets, capacity, strategy) => {
          const { given, after } = giveOut(strategy, capacity, present, tickets)
          for (const { to, before } of given)
            expect(before.find(({ agentId }) => agentId === to)?.busy).toBeLessThan(capacity)
          if (given.length < tickets) expect(after.every(({ busy }) => busy >= capacity)).toBe(true)
        },
      ),
    )
  })
})

describe('by hand', () => {
  const names = { holder: 'Ada', department: 'Support' }
  const ask = (asking: Partial<Asking>, ticket: { assigneeId: string | null; status?: 'open' | 'closed' }) => () =>
    checkAssignment(
      { role: 'support_agent', agentId: 'ben', standing: 'member', ...asking },
      { status: 'open', ...ticket },
      names,
    )
  const refusal = (work: () => void): string | null => {
    try {
      work()
      return null
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return `${error.code}: ${error.message}`
    }
  }

  test.each([
    ['a member takes what nobody holds', {}, { assigneeId: null }],
    ['a member hands on their own', {}, { assigneeId: 'ben' }],
    ['a lead hands on what a colleague holds', { standing: 'lead' }, { assigneeId: 'ada' }],
    ['an admin hands on everything', { role: 'admin', standing: 'stranger' }, { assigneeId: 'ada' }],
    ["the shop's backend is an admin", { role: 'admin', agentId: null, standing: 'stranger' }, { assigneeId: 'ada' }],
  ] as const)('%s', (_, asking, ticket) => expect(refusal(ask(asking, ticket))).toBeNull())

  test.each([
    [
      'what a colleague holds',
      {},
      { assigneeId: 'ada' },
      'conflict: Ada holds this ticket: they, a lead or an admin can hand it on.',
    ],
    [
      'a ticket of another department',
      { standing: 'stranger' },
      { assigneeId: null },
      'forbidden: Expected an admin or a member of Support, whose ticket this is.',
    ],
    [
      'a closed ticket, even for an admin',
      { role: 'admin' },
      { assigneeId: null, status: 'closed' },
      'ticket_closed: The ticket is closed: it keeps its holder.',
    ],
  ] as const)('%s is refused', (_, asking, ticket, text) => expect(refusal(ask(asking, ticket))).toBe(text))
})

test('somebody is found for what waits for the shop, and for nothing else', () => {
  const wanting = TICKET_STATUSES.filter((status) => wantsHolder({ status, assigneeId: null, snoozedUntil: null }))
  expect(wanting).toEqual(['open', 'in_progress', 'escalated'])
  expect(wantsHolder({ status: 'open', assigneeId: 'ada', snoozedUntil: null })).toBe(false)
  expect(wantsHolder({ status: 'open', assigneeId: null, snoozedUntil: new Date(0) })).toBe(false)
})

describe('an absent holder keeps a chat', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute))
  const TEN = 600_000

  test.each([
    ['ten minutes from when they left', { leftAt: at(0), assignedAt: null }, at(4), 6 * 60_000],
    ['no longer', { leftAt: at(0), assignedAt: null }, at(10), 0],
    ['ten minutes more when it is given to them anew', { leftAt: at(0), assignedAt: at(8) }, at(10), 8 * 60_000],
    [
      'ten minutes from when it was given to somebody who was never there',
      { leftAt: null, assignedAt: at(0) },
      at(11),
      -60_000,
    ],
  ])('%s', (_, chat, now, rest) => expect(restOf(chat, TEN, now)).toBe(rest))
})

test('what is escalated goes to a lead who is present, rather to one who has less to do', () => {
  const lead = (agentId: string, isPresent: boolean, busy: number) => ({ agentId, isPresent, busy })
  expect(leadOf([lead('dora', false, 0), lead('ada', true, 4), lead('ben', true, 2)])?.agentId).toBe('ben')
  expect(leadOf([lead('dora', false, 3), lead('ada', false, 1)])?.agentId).toBe('ada')
  expect(leadOf([])).toBeUndefined()
})

import { type EscalationRule, TICKET_PRIORITIES, TICKET_STATUSES, type TicketStatus } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Wait } from '../schema.ts'
import { USUAL_SETTINGS } from '../shops/rules.ts'
import {
  type Clocked,
  checkEscalation,
  clocksOf,
  type Deed,
  explainDeadline,
  isSame,
  isWaiting,
  newWait,
  type Ruling,
  rungOut,
  waitAfter,
} from './rules.ts'

const NEVER = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const MADE = '2026-06-01T08:00:00.000Z'
const LATER = '2026-06-02T08:00:00.000Z'
const ticket = (change: Partial<Clocked> = {}): Clocked => ({
  ...{ status: 'open', priority: 'medium', createdAt: new Date(MADE) },
  ...change,
})
const ruling = (change: Partial<Ruling['escalation']> = {}): Ruling => ({
  escalation: { ...USUAL_SETTINGS.escalation, ...change },
  hours: USUAL_SETTINGS.hours,
})
const told = (now: Clocked, wait: Wait, by = ruling()) => clocksOf(now, wait, by).map((one) => `${one.rule} ${one.at}`)

describe('the clocks of a ticket', () => {
  test.each<[string, Clocked, Partial<Wait>, string[]]>([
    ['of one that was just made', ticket(), {}, ['unanswered 2026-06-03T08:00:00.000Z']],
    [
      'of an urgent one',
      ticket({ priority: 'urgent' }),
      {},
      ['urgent 2026-06-01T10:00:00.000Z', 'unanswered 2026-06-03T08:00:00.000Z'],
    ],
    [
      'of an urgent one that was touched',
      ticket({ priority: 'urgent' }),
      { touched: true },
      ['unanswered 2026-06-03T08:00:00.000Z'],
    ],
    ['of one that was answered', ticket({ priority: 'urgent' }), { answered: true, touched: true }, []],
    ['of one that has come back', ticket(), { since: LATER }, ['unanswered 2026-06-04T08:00:00.000Z']],
    [
      'of one that has become urgent',
      ticket({ priority: 'urgent' }),
      { urgentSince: LATER },
      ['urgent 2026-06-02T10:00:00.000Z', 'unanswered 2026-06-03T08:00:00.000Z'],
    ],
    [
      'of one in work without an answer',
      ticket({ status: 'in_progress' }),
      { touched: true },
      ['unanswered 2026-06-03T08:00:00.000Z'],
    ],
    ['of one that waits for the customer', ticket({ status: 'pending', priority: 'urgent' }), {}, []],
    ['of a resolved one', ticket({ status: 'resolved', priority: 'urgent' }), {}, []],
    ['of a closed one', ticket({ status: 'closed', priority: 'urgent' }), {}, []],
    ['of one that is escalated already', ticket({ status: 'escalated', priority: 'urgent' }), {}, []],
  ])('%s', (_, now, wait, clocks) => expect(told(now, { ...newWait(now), ...wait })).toEqual(clocks))

  test('go by the priority where the shop says so', () => {
    const by = ruling({ byPriority: { high: 'PT8H' } })
    expect(told(ticket({ priority: 'high' }), newWait(ticket()), by)).toEqual(['unanswered 2026-06-01T16:00:00.000Z'])
    expect(told(ticket(), newWait(ticket()), by)).toEqual(['unanswered 2026-06-03T08:00:00.000Z'])
  })

  test('can be turned off', () =>
    expect(told(ticket({ priority: 'urgent' }), newWait(ticket()), ruling({ unanswered: null, urgent: null }))).toEqual(
      [],
    ))

  test('run in the hours of the shop where it says so', () =>
    expect(told(ticket(), newWait(ticket()), ruling({ businessHours: true, unanswered: 'PT10H' }))).toEqual([
      'unanswered 2026-06-02T09:00:00.000Z',
    ]))

  test('have run out at their very time, and not before', () => {
    const clocks = clocksOf(ticket(), newWait(ticket()), ruling())
    expect(rungOut(clocks, new Date('2026-06-03T07:59:59.999Z'))).toBeNull()
    expect(rungOut(clocks, new Date('2026-06-03T08:00:00.000Z'))?.rule).toBe('unanswered')
  })
})

describe('what happens to a ticket', () => {
  const fresh = newWait({ status: 'open', priority: 'medium' })
  const open = { status: 'open', priority: 'medium' } as const

  test('an answer is a touch too', () =>
    expect(waitAfter(fresh, open, 'answered', LATER)).toEqual({ ...fresh, answered: true, touched: true }))

  test('a note is a touch and no answer', () =>
    expect(waitAfter(fresh, open, 'touched', LATER)).toEqual({ ...fresh, touched: true }))

  test('what a customer does changes nothing', () => expect(waitAfter(fresh, open, null, LATER)).toEqual(fresh))

  test('who comes back from the customer waits anew', () => {
    const resolved = waitAfter(
      { ...fresh, answered: true, touched: true },
      { ...open, status: 'resolved' },
      'touched',
      MADE,
    )
    expect(waitAfter(resolved, open, null, LATER)).toEqual({ ...fresh, since: LATER, urgentSince: LATER })
  })

  test('an answer that brings a ticket back into work is an answer', () => {
    const escalated = waitAfter(fresh, { ...open, status: 'escalated' }, null, MADE)
    const answered = waitAfter(escalated, { ...open, status: 'in_progress' }, 'answered', LATER)
    expect(waitAfter(answered, { ...open, status: 'in_progress' }, 'touched', LATER)).toMatchObject({ answered: true })
  })

  test('raising to urgent is not yet the touch that is awaited', () => {
    const raised = waitAfter(fresh, { ...open, priority: 'urgent' }, 'touched', LATER)
    expect(raised).toMatchObject({ urgentSince: LATER, touched: false })
    expect(waitAfter(raised, { ...open, priority: 'urgent' }, 'touched', '2026-06-02T08:00:01.000Z').touched).toBe(true)
  })

  test('from open to in progress the clock goes on', () =>
    expect(waitAfter(fresh, { ...open, status: 'in_progress' }, 'touched', LATER)).toMatchObject({
      since: null,
      answered: false,
    }))
})

describe('why', () => {
  test.each<[string, Clocked, Partial<Wait>, Ruling, string | null]>([
    ['not_waiting', ticket({ status: 'pending' }), {}, ruling(), 'not_waiting'],
    ['answered', ticket(), { answered: true, touched: true }, ruling(), 'answered'],
    ['off', ticket(), {}, ruling({ unanswered: null }), 'off'],
    [
      'never',
      ticket(),
      {},
      { ...ruling({ businessHours: true }), hours: { ...USUAL_SETTINGS.hours, week: NEVER } },
      'never',
    ],
    ['there is a deadline', ticket(), {}, ruling(), null],
  ])('%s', (_, now, wait, by, because) =>
    expect(explainDeadline(now, { ...newWait(now), ...wait }, by).because).toBe(because),
  )

  test('what was counted is told span by span', () => {
    const told = explainDeadline(ticket(), newWait(ticket()), ruling({ businessHours: true, unanswered: 'PT10H' }))
    expect(told.counted).toEqual([
      { from: '2026-06-01T08:00:00.000Z', to: '2026-06-01T16:00:00.000Z', seconds: 8 * 3600 },
      { from: '2026-06-02T07:00:00.000Z', to: '2026-06-02T09:00:00.000Z', seconds: 2 * 3600 },
    ])
    expect(told.hours).toEqual(USUAL_SETTINGS.hours)
  })
})

test.each<[EscalationRule, TicketStatus[]]>([
  ['manual', ['closed', 'escalated']],
  ['workflow', ['closed', 'escalated']],
  ['rating', ['escalated']],
  ['unanswered', ['pending', 'resolved', 'closed', 'escalated']],
  ['urgent', ['pending', 'resolved', 'closed', 'escalated']],
])('%s escalates none that is %j', (rule, expected) => {
  const refused = TICKET_STATUSES.filter((status) => {
    try {
      checkEscalation(status, rule)
      return false
    } catch {
      return true
    }
  })
  expect(refused).toEqual(expected)
})

const happenings = fc.array(
  fc.record({
    status: fc.constantFrom(...TICKET_STATUSES),
    priority: fc.constantFrom(...TICKET_PRIORITIES),
    deed: fc.constantFrom<Deed>('answered', 'touched', null),
  }),
  { minLength: 1, maxLength: 12 },
)

test('whatever happens, a clock runs only while somebody waits who was not answered', () => {
  fc.assert(
    fc.property(happenings, (all) => {
      let wait = newWait({ status: 'open', priority: 'medium' })
      let at = Date.parse(MADE)
      for (const { status, priority, deed } of all) {
        at += 1000
        const before = wait
        wait = waitAfter(before, { status, priority }, deed, new Date(at).toISOString())
        const clocks = clocksOf(ticket({ status, priority }), wait, ruling())
        if (!isWaiting(status)) expect(clocks).toEqual([])
        if (deed === 'answered') expect(clocks).toEqual([])
        if (priority !== 'urgent') expect(clocks.map(({ rule }) => rule)).not.toContain('urgent')
        for (const { startedAt } of clocks) expect(Date.parse(startedAt)).toBeLessThanOrEqual(at)
        expect(isSame(wait, waitAfter(wait, { status, priority }, null, 'never'))).toBe(true)
      }
    }),
  )
})

import { TICKET_PRIORITIES, TICKET_STATUSES, type WorkflowRule } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterStep, nextStep, type Subject, type Trigger } from './rules.ts'

const NOW = new Date('2026-06-02T08:00:00Z')
const subject = (change: Partial<Subject> = {}): Subject => ({
  ...{ status: 'open', priority: 'medium', category: 'general_inquiry', channel: 'form', tags: [] },
  ...{ departmentId: null, assigneeId: null, createdAt: new Date('2026-06-01T08:00:00Z'), answered: false },
  ...change,
})
const trigger = (change: Partial<Trigger> = {}): Trigger => ({
  ...{ event: 'ticket_created', status: 'open', text: 'Mon colis est CASSÉ, je veux un remboursement', ruleId: null },
  ...change,
})
const rule = (change: Partial<WorkflowRule> = {}): WorkflowRule => ({
  ...{
    id: 'raise',
    name: 'Raise',
    active: true,
    when: { event: 'ticket_created' },
    and: {},
    then: { priority: 'high' },
  },
  ...change,
})
const runs = (one: WorkflowRule, of = subject(), by = trigger()) => nextStep([one], by, of, new Set(), NOW) !== null

describe('a rule runs', () => {
  test.each<[string, WorkflowRule, Subject, Trigger, boolean]>([
    ['when what it waits for has happened', rule(), subject(), trigger(), true],
    ['not when something else has', rule(), subject(), trigger({ event: 'customer_wrote' }), false],
    ['not while it is off', rule({ active: false }), subject(), trigger(), false],
    ['not on a closed ticket', rule(), subject({ status: 'closed' }), trigger(), false],
    ['not where it would change nothing', rule(), subject({ priority: 'high' }), trigger(), false],
    ['on the priority it names', rule({ and: { priority: ['low', 'medium'] } }), subject(), trigger(), true],
    ['not on another', rule({ and: { priority: ['low'] } }), subject(), trigger(), false],
    ['on the channel it names', rule({ and: { channel: ['chat'] } }), subject({ channel: 'chat' }), trigger(), true],
    [
      'not when one of several conditions fails',
      rule({ and: { channel: ['form'], category: ['billing'] } }),
      subject(),
      trigger(),
      false,
    ],
    ['on a word, whatever its case and accents', rule({ and: { words: ['casse'] } }), subject(), trigger(), true],
    ['on words in a row', rule({ and: { words: ['veux un remboursement'] } }), subject(), trigger(), true],
    ['not on a part of a word', rule({ and: { words: ['rembourse'] } }), subject(), trigger(), false],
    ['on the age it names', rule({ and: { age: 'PT24H' } }), subject(), trigger(), true],
    ['not on a younger one', rule({ and: { age: 'PT24H1S' } }), subject(), trigger(), false],
    ['on one that nobody holds', rule({ and: { assigned: false } }), subject(), trigger(), true],
    ['not on one that was answered', rule({ and: { answered: false } }), subject({ answered: true }), trigger(), false],
    [
      'for a ticket’s age, the one whose age it is',
      rule({ when: { event: 'older_than', duration: 'PT1H' } }),
      subject(),
      trigger({ event: 'older_than', ruleId: 'raise' }),
      true,
    ],
    [
      'and no other',
      rule({ when: { event: 'older_than', duration: 'PT1H' } }),
      subject(),
      trigger({ event: 'older_than', ruleId: 'close' }),
      false,
    ],
    [
      'on a status that another rule has made',
      rule({ when: { event: 'status_changed' } }),
      subject({ status: 'pending' }),
      trigger(),
      true,
    ],
  ])('%s', (_, one, of, by, expected) => expect(runs(one, of, by)).toBe(expected))
})

test('what is so already is left out of what it changes', () => {
  const step = nextStep(
    [rule({ then: { priority: 'high', category: 'billing' } })],
    trigger(),
    subject({ priority: 'high' }),
    new Set(),
    NOW,
  )
  expect(step?.changes).toEqual({ category: 'billing' })
})

test('two rules that undo each other run once each', () => {
  const pair = [
    rule({ id: 'up', then: { priority: 'urgent' } }),
    rule({ id: 'down', when: { event: 'ticket_created' }, then: { priority: 'low' } }),
  ]
  expect(chainOf(pair, subject()).map(({ id }) => id)).toEqual(['up', 'down'])
})

function chainOf(rules: WorkflowRule[], of: Subject): WorkflowRule[] {
  const done = new Set<string>()
  const ran: WorkflowRule[] = []
  let now = of
  for (let step = nextStep(rules, trigger(), now, done, NOW); step; step = nextStep(rules, trigger(), now, done, NOW)) {
    done.add(step.rule.id)
    ran.push(step.rule)
    now = afterStep(now, step.changes)
  }
  return ran
}

test('whatever the rules, a chain ends, and no rule runs twice in it', () => {
  const anyRule = fc.record({
    name: fc.constant('Any'),
    active: fc.boolean(),
    when: fc.constantFrom<WorkflowRule['when']>({ event: 'ticket_created' }, { event: 'status_changed' }),
    and: fc.constantFrom<WorkflowRule['and']>({}, { priority: ['low', 'high'] }, { status: ['open', 'pending'] }),
    then: fc.record(
      {
        priority: fc.constantFrom(...TICKET_PRIORITIES),
        status: fc.constantFrom(...TICKET_STATUSES.filter((status) => status !== 'escalated')),
      },
      { requiredKeys: ['priority'] },
    ),
  })
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 12 }), (all) => {
      const rules = all.map((one, index): WorkflowRule => ({ ...one, id: `rule-${index}` }))
      const ran = chainOf(rules, subject()).map(({ id }) => id)
      expect(new Set(ran).size).toBe(ran.length)
    }),
  )
})

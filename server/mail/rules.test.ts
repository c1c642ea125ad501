import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  domainOf,
  isOneTooMany,
  laneOf,
  mailLocale,
  nextTry,
  stateAfter,
  ticketMessageId,
  whenToMail,
  whenToTellAgent,
} from './rules.ts'

const MINUTE = 60_000
const quiet = { quietClosed: 2 * MINUTE, quietOpen: 5 * MINUTE }

describe('answers that the customer has not seen', () => {
  test('are mailed after the quiet while, and not before', () => {
    const closed = { newestAt: 0, pageOpen: false, ...quiet }
    expect(whenToMail(closed, 2 * MINUTE - 1)).toEqual(new Date(2 * MINUTE))
    expect(whenToMail(closed, 2 * MINUTE)).toBe('now')
  })

  test('wait longer where a page is open', () => {
    const open = { newestAt: 0, pageOpen: true, ...quiet }
    expect(whenToMail(open, 2 * MINUTE)).toEqual(new Date(5 * MINUTE))
    expect(whenToMail(open, 5 * MINUTE)).toBe('now')
  })

  test('are no reason to mail where there are none', () => {
    expect(whenToMail({ newestAt: null, pageOpen: false, ...quiet }, 0)).toBe('never')
  })

  test('are mailed in the end, whenever one looks and as often as one looks again', () => {
    const times = fc.integer({ min: 0, max: 72 * 60 * MINUTE })
    fc.assert(
      fc.property(times, times, times, times, fc.boolean(), (newestAt, quietClosed, quietOpen, now, pageOpen) => {
        const unseen = { newestAt, pageOpen, quietClosed, quietOpen }
        const when = whenToMail(unseen, now)
        if (when instanceof Date) {
          expect(when.getTime()).toBeGreaterThan(now)
          expect(whenToMail(unseen, when.getTime())).toBe('now')
        } else expect(when).toBe('now')
      }),
    )
  })
})

describe('the language of a mail', () => {
  const spoken = ['en', 'fr'] as const

  test.each([
    ['fr', 'en', 'fr'],
    ['fr-CH', 'en', 'fr'],
    ['FR', 'en', 'fr'],
    ['de', 'fr', 'fr'],
    ['de', 'fr-BE', 'fr'],
    ['de', 'it', 'en'],
    [null, 'fr', 'fr'],
    [null, 'it', 'en'],
    ['frr', 'it', 'en'],
    ['', 'fr', 'fr'],
  ])('of a customer who speaks %s, in a shop that speaks %s, is %s', (locale, shop, expected) => {
    expect(mailLocale(spoken, { locale }, { locale: shop }, 'en')).toBe(expected)
  })
})

test('the ids of mails are those of our own domain', () => {
  expect(ticketMessageId('83', domainOf('support@maison-perle.example'))).toBe('<ticket.83@maison-perle.example>')
  expect(domainOf('"odd@name"@maison-perle.example')).toBe('maison-perle.example')
  expect(domainOf('support@')).toBe('localhost')
})

describe('messages that no agent has seen', () => {
  const unseen = { newestAt: 0, ...quiet }

  test('are mailed to an agent who is not there, after the quiet while', () => {
    expect(whenToTellAgent({ ...unseen, isPresent: false }, MINUTE)).toEqual(new Date(2 * MINUTE))
    expect(whenToTellAgent({ ...unseen, isPresent: false }, 2 * MINUTE)).toBe('now')
  })

  test('are looked at again while the agent is there, not more than once a minute', () => {
    expect(whenToTellAgent({ ...unseen, isPresent: true }, 9 * MINUTE)).toEqual(new Date(14 * MINUTE))
    expect(whenToTellAgent({ ...unseen, quietOpen: 0, isPresent: true }, 9 * MINUTE)).toEqual(new Date(10 * MINUTE))
    expect(whenToTellAgent({ ...unseen, newestAt: null, isPresent: true }, 9 * MINUTE)).toBe('never')
  })
})

describe('an address that nobody vouches for', () => {
  const now = 1_000 * 60 * MINUTE
  const ago = (...minutes: number[]) => minutes.map((one) => new Date(now - one * MINUTE))

  test.each([
    [[], false],
    [[59], true],
    [[60], false],
    [[60, 300], false],
    [[60, 300, 1439], true],
    [[60, 300, 1440], false],
  ])('that had mails %j minutes ago: one more is too many: %s', (minutes, expected) => {
    expect(isOneTooMany(ago(...minutes), now)).toBe(expected)
  })

  test('has one an hour and three a day at most, whenever one tries', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 80 }), (tries) => {
        const sent: Date[] = []
        for (const minute of tries.sort((a, b) => a - b))
          if (!isOneTooMany(sent, minute * MINUTE)) sent.push(new Date(minute * MINUTE))
        const within = (at: Date, span: number) =>
          sent.filter((one) => one.getTime() >= at.getTime() && one.getTime() < at.getTime() + span).length
        for (const at of sent) {
          expect(within(at, 60 * MINUTE)).toBe(1)
          expect(within(at, 24 * 60 * MINUTE)).toBeLessThanOrEqual(3)
        }
      }),
    )
  })
})

describe('a try that failed', () => {
  test.each([
    ['queued', 'later', false, 'queued'],
    ['queued', 'later', true, 'failed'],
    ['queued', 'refused', false, 'failed'],
    ['queued', 'uncertain', false, 'uncertain'],
    ['queued', 'uncertain', true, 'uncertain'],
    ['uncertain', 'later', false, 'uncertain'],
    ['uncertain', 'later', true, 'uncertain'],
    ['uncertain', 'refused', false, 'failed'],
  ] as const)('of a mail that is %s, answered by %s (the last: %s), leaves it %s', (before, outcome, last, after) => {
    expect(stateAfter(before, outcome, last)).toBe(after)
  })

  test('is followed by others for a day at least and for a week at most, ever farther apart up to an hour', () => {
    const chances = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(chances, { minLength: 300, maxLength: 300 }), (dice) => {
        let age = 0
        for (const [index, chance] of dice.entries()) {
          const wait = nextTry({ tries: index + 1, age }, chance)
          if (wait === null) break
          expect(wait).toBeGreaterThan(1_000)
          expect(wait).toBeLessThanOrEqual(75 * MINUTE)
          age += wait
        }
        expect(age).toBeGreaterThan(24 * 60 * MINUTE)
        expect(age).toBeLessThan(7 * 24 * 60 * MINUTE)
      }),
    )
  })

  test('comes at another moment for each of those that failed together', () => {
    const waits = [0, 0.25, 0.5, 0.75, 1].map((chance) => nextTry({ tries: 5, age: 0 }, chance))
    expect(new Set(waits).size).toBe(5)
    expect(waits).toEqual([...waits].sort((a, b) => Number(a) - Number(b)))
  })
})

test('mails of one ticket are in one lane, those of many in all', () => {
  const ids = Array.from(
    { length: 100 },
    (_, index) => `01a204f9-4ddd-74da-81ad-ed5eeea3${index.toString(16).padStart(4, '0')}`,
  )
  expect(new Set(ids.map(laneOf))).toEqual(new Set([0, 1, 2]))
  for (const id of ids) expect(laneOf(id)).toBe(laneOf(id))
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { domainOf, mailLocale, ticketMessageId, whenToMail } from './rules.ts'

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

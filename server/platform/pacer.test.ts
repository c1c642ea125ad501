import { describe, expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { Pacer } from './pacer.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND

/** How many of so many tries get through. */
function through(pacer: Pacer, key: string, tries: number, now: number): number {
  let passed = 0
  for (let tried = 0; tried < tries; tried++) {
    try {
      pacer.take(key, now)
      passed += 1
    } catch (error) {
      expect(error).toBeInstanceOf(Failure)
    }
  }
  return passed
}

describe('a pace of five at once and two a second', () => {
  const pace = { burst: 5, perSecond: 2 }

  test('lets five through at once, and no more', () => {
    expect(through(new Pacer(pace), 'mira', 20, 0)).toBe(5)
  })

  test('lets two more through every second', () => {
    const pacer = new Pacer(pace)
    through(pacer, 'mira', 20, 0)
    expect(through(pacer, 'mira', 20, SECOND)).toBe(2)
    expect(through(pacer, 'mira', 20, 1.5 * SECOND)).toBe(1)
  })

  test('never saves up more than five', () => {
    const pacer = new Pacer(pace)
    through(pacer, 'mira', 1, 0)
    expect(through(pacer, 'mira', 20, HOUR)).toBe(5)
  })

  test('counts everybody for themselves', () => {
    const pacer = new Pacer(pace)
    through(pacer, 'mira', 20, 0)
    expect(through(pacer, 'tom', 20, 0)).toBe(5)
  })

  test('says how long to wait, and lets through who has waited', () => {
    const pacer = new Pacer({ burst: 1, perSecond: 0.1 })
    pacer.take('mira', 0)
    expect(() => pacer.take('mira', 0)).toThrow(
      expect.objectContaining({ code: 'rate_limited', retryAfter: 10, message: expect.stringContaining('10 s') }),
    )
    expect(() => pacer.take('mira', 10 * SECOND)).not.toThrow()
  })

  test('makes nobody wait because the clock was set back', () => {
    const pacer = new Pacer(pace)
    through(pacer, 'mira', 3, HOUR)
    expect(through(pacer, 'mira', 20, 0)).toBe(2)
    expect(through(pacer, 'mira', 20, SECOND)).toBe(2)
  })
})

test('among thousands, who is still waiting is not forgotten', () => {
  const pacer = new Pacer({ burst: 1, perSecond: 1 })
  for (let person = 0; person < 10_001; person++) pacer.take(`person ${person}`, HOUR)
  pacer.take('mira', 2 * HOUR)
  expect(through(pacer, 'mira', 1, 2 * HOUR)).toBe(0)
  expect(through(pacer, 'person 7', 1, 2 * HOUR)).toBe(1)
})

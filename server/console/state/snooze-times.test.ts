import { expect, test } from 'vitest'
import { snoozeTimes } from './snooze-times.ts'

const keysOf = (now: Date) => snoozeTimes(now).map(({ key }) => key)

test('on a Tuesday morning every natural time is offered, in order', () => {
  const now = new Date(2026, 10, 24, 10, 30)
  const times = snoozeTimes(now)
  expect(times.map(({ key }) => key)).toEqual(['hours', 'evening', 'tomorrow', 'weekend', 'monday', 'week'])
  expect(times[1]?.until).toEqual(new Date(2026, 10, 24, 18))
  expect(times[2]?.until).toEqual(new Date(2026, 10, 25, 9))
  expect(times[3]?.until).toEqual(new Date(2026, 10, 28, 9))
  expect(times[4]?.until).toEqual(new Date(2026, 10, 30, 9))
})

test('what is nearly there, or said by another, is not offered', () => {
  expect(keysOf(new Date(2026, 10, 24, 17))).not.toContain('evening')
  // Friday: tomorrow is the weekend. Sunday: tomorrow is Monday.
  expect(keysOf(new Date(2026, 10, 27, 10))).not.toContain('weekend')
  expect(keysOf(new Date(2026, 10, 29, 10))).not.toContain('monday')
})

test('each lies ahead', () => {
  for (let hour = 0; hour < 24 * 7; hour++) {
    const now = new Date(2026, 10, 23, hour)
    expect(snoozeTimes(now).filter(({ until }) => until <= now)).toEqual([])
  }
})

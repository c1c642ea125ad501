import { expect, test } from 'vitest'
import { createDates } from './dates.ts'

const NOW = new Date(2026, 10, 22, 15, 30).getTime()
const at = (day: number, hours = 9) => new Date(2026, 10, day, hours).toISOString()

test('a day is named from where the shopper stands', () => {
  const { day } = createDates('en-gb')
  expect(day(at(22), NOW)).toBe('Today')
  expect(day(at(21, 23), NOW)).toBe('Yesterday')
  expect(day(at(20), NOW)).toBe('Friday 20 November')
})

test('French is written as French is', () => {
  const { day, time } = createDates('fr')
  expect(day(at(22), NOW)).toBe('Aujourd’hui')
  expect(day(at(20), NOW)).toBe('Vendredi 20 novembre')
  expect(time(at(22, 15))).toBe('15:00')
})

test('a list shows the time of today, and the date of other days', () => {
  const { brief } = createDates('en-gb')
  expect(brief(at(22, 9), NOW)).toBe('09:00')
  expect(brief(at(21, 23), NOW)).toBe('21 Nov')
})

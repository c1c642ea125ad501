import { expect, test } from 'vitest'
import { ago, clockTime, dayName } from './times.ts'

// Without a zone, as the reader's own clock says it.
const NOW = new Date('2026-11-20T15:00:00')
const at = (local: string) => new Date(local).toISOString()

test.each([
  ['2026-11-20T14:59:30', 'now', 'maintenant'],
  ['2026-11-20T14:55:00', '5 min ago', 'il y a 5 min'],
  ['2026-11-20T12:00:00', '3 hr ago', 'il y a 3 h'],
  ['2026-11-19T14:00:00', 'yesterday', 'hier'],
  ['2026-11-16T14:00:00', '4 days ago', 'il y a 4 j'],
  ['2026-11-02T14:00:00', 'Nov 2', '2 nov.'],
  ['2025-11-02T14:00:00', 'Nov 2, 2025', '2 nov. 2025'],
])('%s is said shortly', (time, en, fr) => {
  expect(ago(at(time), NOW, 'en').replace('.', '')).toBe(en)
  expect(ago(at(time), NOW, 'fr').replaceAll('\u00a0', ' ')).toBe(fr)
})

test('a clock that goes a little wrong does not speak of the future', () => {
  expect(ago(at('2026-11-20T15:00:20'), NOW, 'en')).toBe('now')
})

test('a day is named from the reader’s own midnight', () => {
  expect(dayName(at('2026-11-20T00:00:00'), NOW, 'fr')).toBe('Aujourd’hui')
  expect(dayName(at('2026-11-19T23:59:00'), NOW, 'en')).toBe('Yesterday')
  expect(dayName(at('2026-11-16T08:00:00'), NOW, 'en-GB')).toMatch(/^Monday,? 16 November$/)
  expect(dayName(at('2024-01-05T08:00:00'), NOW, 'fr')).toBe('Vendredi 5 janvier 2024')
})

test('the hour is written as the reader writes it', () => {
  expect(clockTime(at('2026-11-20T15:05:00'), 'fr')).toBe('15:05')
  expect(clockTime(at('2026-11-20T15:05:00'), 'en-US')).toMatch(/^3:05\sPM$/)
})

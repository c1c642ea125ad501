import { expect, test } from 'vitest'
import { initials, tintOf } from './avatar.tsx'

test('two letters stand for a name', () => {
  expect(initials('Mira Dubois')).toBe('MD')
  expect(initials('jean-baptiste de la Roche')).toBe('JB')
  expect(initials('Léa')).toBe('L')
  expect(initials('😀 Tom')).toBe('😀T')
})

test('a person keeps their tint', () => {
  expect(tintOf('mira')).toBe(tintOf('mira'))
  expect(new Set(['mira', 'tom', 'ada', 'ben', 'dora'].map(tintOf)).size).toBeGreaterThan(1)
})

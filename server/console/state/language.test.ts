import { expect, test } from 'vitest'
import { localeFor, preferred } from './language.ts'

test('the language chosen earlier wins', () => {
  expect(preferred('fr', ['en-GB'])).toBe('fr')
})

test('else the first of the browser’s languages that is spoken here', () => {
  expect(preferred(null, ['de-DE', 'fr-CA', 'en'])).toBe('fr')
  expect(preferred('klingon', ['en-US'])).toBe('en')
})

test('else English', () => {
  expect(preferred(null, ['de-DE'])).toBe('en')
  expect(preferred('toString', [])).toBe('en')
})

test('dates and numbers are written as in the reader’s own region', () => {
  expect(localeFor('en', ['fr-FR', 'en-GB'])).toBe('en-GB')
  expect(localeFor('fr', ['en-GB'])).toBe('fr')
})

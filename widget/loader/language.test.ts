import { expect, test } from 'vitest'
import { choose } from './language.ts'

test('the first wish that is spoken is taken, with its country', () => {
  expect([...choose(['ja', 'fr-CA', 'en'])]).toEqual(['fr-ca', 'fr'])
})

test('a tag in any spelling is understood, and what comes out never makes Intl throw', () => {
  for (const [wish, locale] of [
    ['FR', 'fr'],
    ['fr_FR', 'fr-fr'],
    ['en-US', 'en-us'],
  ] as const) {
    expect(choose([wish])[0]).toBe(locale)
    expect(() => new Intl.PluralRules(locale)).not.toThrow()
  }
})

test('a language that merely begins like another is not that one', () => {
  expect([...choose(['arc', 'deu', 'pt-BR'])]).toEqual(['pt-br', 'pt'])
})

test('where nothing is spoken, and where nothing is said, it is English', () => {
  expect(choose(['ja-JP', 'frr', '', undefined])).toEqual(['en', 'en'])
  expect(choose([])).toEqual(['en', 'en'])
})

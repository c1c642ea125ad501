import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FIRST_WORDS } from '../../loader/words.ts'
import { createSay, type Plural, type Words } from './say.ts'

const NOT_LANGUAGES = ['say.ts', 'locales.test.ts']
const names = readdirSync(new URL('.', import.meta.url))
  .filter((name) => !NOT_LANGUAGES.includes(name))
  .map((name) => name.replace('.ts', ''))
const languages = await Promise.all(
  names.map(async (name): Promise<[string, Words]> => [name, (await import(`./${name}.ts`)).default]),
)
const wordsOf = (language: string): Words => {
  const [, words] = languages.find(([name]) => name === language) ?? []
  if (!words) throw new Error(`There is no ${language}.`)
  return words
}
const english = wordsOf('en')
const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
const forms = (entry: string | Plural): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))

test('every language has its words in both places', () => {
  expect(languages.map(([language]) => language).sort()).toEqual(Object.keys(FIRST_WORDS).sort())
})

test.each(languages)('%s says everything that English says, with the same slots', (_, words) => {
  expect(Object.keys(words)).toEqual(Object.keys(english))
  for (const [key, entry] of Object.entries<string | Plural>(english)) {
    const its = Object.entries<string | Plural>(words).find(([name]) => name === key)?.[1] ?? ''
    expect(typeof its).toBe(typeof entry)
    for (const form of forms(its)) {
      expect(form.trim()).not.toBe('')
      expect(slots(form)).toEqual(slots(forms(entry)[0] ?? ''))
    }
  }
})

test('a number chooses its form and is written as the language does', () => {
  const say = (language: string) => createSay(language, wordsOf(language))
  expect(say('en')('left', { count: 1 })).toBe('1 character left')
  expect(say('en')('left', { count: 1234 })).toBe('1,234 characters left')
  expect(say('fr')('openNew', { count: 0 })).toBe('Ouvrir la discussion, 0 nouveau message')
  expect(say('fr')('openNew', { count: 2 })).toBe('Ouvrir la discussion, 2 nouveaux messages')
})

test('a name is put in as it is', () => {
  expect(createSay('en', english)('typing', { name: '$& {count}' })).toBe('$& {count} is writing…')
})

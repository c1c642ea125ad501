import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FIRST_WORDS } from '../../loader/words.ts'
import en from './en.ts'
import fr from './fr.ts'
import { createSay, type Plural, type Words } from './say.ts'

const languages: [string, Words][] = [
  ['en', en],
  ['fr', fr],
]
const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
const forms = (entry: string | Plural): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))

test('every language has its words in all places, and is tested here', () => {
  const files = readdirSync(new URL('.', import.meta.url)).flatMap((name) => name.match(/^[a-z]{2}(?=\.ts$)/) ?? [])
  const named = languages.map(([language]) => language)
  expect(files.sort()).toEqual(named)
  expect(Object.keys(FIRST_WORDS).sort()).toEqual(named)
})

test.each(languages)('%s says everything that English says, with the same slots', (_, words) => {
  expect(Object.keys(words)).toEqual(Object.keys(en))
  for (const [key, entry] of Object.entries<string | Plural>(en)) {
    const its = Object.entries<string | Plural>(words).find(([name]) => name === key)?.[1] ?? ''
    expect(typeof its).toBe(typeof entry)
    for (const form of forms(its)) {
      expect(form.trim()).not.toBe('')
      expect(slots(form)).toEqual(slots(forms(entry)[0] ?? ''))
    }
  }
})

test('a number chooses its form and is written as the language does', () => {
  expect(createSay('en', en)('left', { count: 1 })).toBe('1 character left')
  expect(createSay('en', en)('left', { count: 1234 })).toBe('1,234 characters left')
  expect(createSay('fr', fr)('openNew', { count: 0 })).toBe('Ouvrir la discussion, 0 nouveau message')
  expect(createSay('fr', fr)('openNew', { count: 2 })).toBe('Ouvrir la discussion, 2 nouveaux messages')
})

test('a name is put in as it is', () => {
  expect(createSay('en', en)('typing', { name: '$& {count}' })).toBe('$& {count} is writing…')
})

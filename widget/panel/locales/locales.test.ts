import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FIRST_WORDS, SPOKEN } from '../../loader/words.ts'
import ar from './ar.ts'
import de from './de.ts'
import en from './en.ts'
import es from './es.ts'
import fr from './fr.ts'
import it from './it.ts'
import nl from './nl.ts'
import pl from './pl.ts'
import pt from './pt.ts'
import { createSay, type Plural, type Words } from './say.ts'
import sw from './sw.ts'
import tr from './tr.ts'
import wo from './wo.ts'

const languages: [string, Words][] = Object.entries({ ar, de, en, es, fr, it, nl, pl, pt, sw, tr, wo })
const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
const forms = (entry: string | Plural): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))

test('every language has its words in all places, and is tested here', () => {
  const files = readdirSync(new URL('.', import.meta.url)).flatMap((name) => name.match(/^[a-z]{2}(?=\.ts$)/) ?? [])
  const named = languages.map(([language]) => language)
  expect(files.sort()).toEqual(named)
  expect(named.filter((language) => SPOKEN.test(language))).toEqual(named)
  expect(FIRST_WORDS.en[0]).toBe(en.open)
  expect(FIRST_WORDS.fr[0]).toBe(fr.open)
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

test.each(languages)(
  '%s has a form for every number that its language tells apart, or one for all',
  (language, words) => {
    const usual = new Set(Array.from({ length: 200 }, (_, count) => new Intl.PluralRules(language).select(count)))
    for (const entry of Object.values<string | Plural>(words)) {
      if (typeof entry === 'string') continue
      const unknown = Object.keys(entry).filter((form) => form !== 'other' && !usual.has(form as Intl.LDMLPluralRule))
      expect(unknown).toEqual([])
    }
  },
)

test('Polish and Arabic choose among more than two forms', () => {
  expect(createSay('pl', pl)('left', { count: 3 })).toBe('Zostały 3 znaki')
  expect(createSay('pl', pl)('left', { count: 5 })).toBe('Zostało 5 znaków')
  expect(createSay('ar', ar)('left', { count: 3 })).toMatch(/^بقيت . أحرف$/u)
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

import { expect, test } from 'vitest'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { createSay, type Words } from './say.ts'

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
const textsOf = (words: Words) =>
  Object.entries(words).flatMap(([key, entry]) =>
    typeof entry === 'string' ? [[key, entry] as const] : Object.entries(entry).map(([, text]) => [key, text] as const),
  )
const slotsOf = (words: Words) => Object.fromEntries(textsOf(words).map(([key, text]) => [key, slots(text)]))

test('both languages have the same keys, in the same order', () => {
  expect(Object.keys(fr)).toEqual(Object.keys(en))
})

test('every sentence has the same slots in both', () => {
  expect(slotsOf(fr)).toEqual(slotsOf(en))
})

test('no sentence is empty', () => {
  expect([...textsOf(en), ...textsOf(fr)].filter(([, text]) => !text.trim())).toEqual([])
})

test('French sets its spaces before double signs so that no line breaks there', () => {
  expect(textsOf(fr).filter(([, text]) => / [:;!?»]|« /.test(text))).toEqual([])
})

test('the plural follows the language: nought is one in French and many in English', () => {
  expect(createSay(en, 'en')('view.count', { count: 0 })).toBe('0 tickets')
  expect(createSay(fr, 'fr')('view.count', { count: 0 })).toBe('0 ticket')
  expect(createSay(fr, 'fr')('view.count', { count: 1_000_000 })).toMatch(/^1\s000\s000 tickets$/)
})

test('what fills a slot is taken as it is', () => {
  expect(createSay(en, 'en')('mail.to', { to: '{to} $& <b>' })).toBe('To {to} $& <b>')
})

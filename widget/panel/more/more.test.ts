import { expect, test } from 'vitest'
import { check, errorOf, told } from './ask.tsx'
import { en } from './en.ts'
import fr from './fr.ts'
import { inLanguage } from './words.ts'

const slots = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort()

test('French says everything that English says, with the same slots', () => {
  expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort())
  for (const [key, words] of Object.entries(en)) {
    const its = Object.entries(fr).find(([name]) => name === key)?.[1]
    expect(slots(its)).toEqual(slots(words))
  }
})

test('a text of the shop is in the reader’s language, its family, English, or any', () => {
  expect(inLanguage({ en: 'Size', fr: 'Taille' }, 'fr-CA')).toBe('Taille')
  expect(inLanguage({ en: 'Size', fr: 'Taille' }, 'de')).toBe('Size')
  expect(inLanguage({ it: 'Taglia' }, 'de')).toBe('Taglia')
})

test('what must be there is missed, and what is there is looked at', () => {
  expect(errorOf({ field: 'email', required: true }, '  ')).toBe('missing')
  expect(errorOf({ field: 'email', required: false }, '')).toBeUndefined()
  expect(errorOf({ field: 'email', required: false }, 'mira@')).toBe('badEmail')
  expect(errorOf({ field: 'size', required: true, own: { label: {}, type: 'number' } }, 'M')).toBe('badNumber')
  const answers = { values: { email: 'mira@example.com' }, errors: { email: 'missing' as const } }
  expect(check([{ field: 'email', required: true }], answers)).toBe(true)
  expect(answers.errors).toEqual({})
})

test('answers go to the ticket, and to who asks', () => {
  const fields = [
    { field: 'name', required: true },
    { field: 'orderId', required: false },
    { field: 'size', required: true, own: { label: {}, type: 'number' as const } },
  ]
  expect(told(fields, { values: { name: ' Mira ', orderId: '1042', size: '42' }, errors: {} })).toEqual({
    who: { name: 'Mira' },
    about: { orderId: '1042', fields: { size: 42 } },
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CustomerRecord } from '../schema.ts'
import { mayTakeOver, withClaims, withWord } from './rules.ts'

const nobody: CustomerRecord = {
  shopId: 'maison-perle',
  id: 'mira',
  standing: 'anonymous',
  externalId: null,
  name: null,
  email: null,
  locale: 'en',
  createdAt: new Date(0),
}
const known = { ...nobody, standing: 'verified' as const, externalId: '42', name: 'Mira', email: 'mira@example.com' }

describe('a shopper’s word', () => {
  test('makes them identified', () => {
    expect(withWord(nobody, { name: 'Mira' })).toMatchObject({ standing: 'identified', name: 'Mira', email: null })
    expect(withWord(nobody, { email: 'mira@example.com' })).toMatchObject({ standing: 'identified', name: null })
  })

  test('leaves what it does not mention', () => {
    const identified = withWord(nobody, { name: 'Mira', email: 'mira@example.com' })
    expect(withWord(identified, { email: 'other@example.com' })).toMatchObject({
      name: 'Mira',
      email: 'other@example.com',
    })
    expect(withWord(identified, {})).toBe(identified)
  })

  test('of a language alone leaves them anonymous', () => {
    expect(withWord(nobody, { locale: 'fr' })).toEqual({ ...nobody, locale: 'fr' })
    expect(withWord(nobody, { locale: 'en' })).toBe(nobody)
  })

  test('never verifies anybody, and changes nothing that was signed but the language', () => {
    const word = fc.record({ name: fc.string(), email: fc.string(), locale: fc.string() }, { requiredKeys: [] })
    fc.assert(
      fc.property(word, (said) => {
        expect(withWord(nobody, said).standing).not.toBe('verified')
        expect(withWord(known, said)).toEqual({ ...known, locale: said.locale ?? known.locale })
      }),
    )
  })
})

describe('a signature', () => {
  test('verifies, and its words count before the shopper’s own', () => {
    const said = withWord(nobody, { name: 'Somebody', email: 'somebody@example.com' })
    expect(withClaims(said, { sub: '42', name: 'Mira', email: 'mira@example.com' }, 'fr')).toEqual({
      ...known,
      locale: 'fr',
    })
  })

  test('leaves what it does not mention', () => {
    expect(withClaims(known, { sub: '42' }, undefined)).toEqual(known)
  })
})

test('who has proved nothing yet may become somebody; who has stays themselves', () => {
  expect(mayTakeOver(nobody)).toBe(true)
  expect(mayTakeOver(withWord(nobody, { email: 'mira@example.com' }))).toBe(true)
  expect(mayTakeOver(known)).toBe(false)
})

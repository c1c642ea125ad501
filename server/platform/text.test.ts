import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineInput, numberQuery, textInput } from './text.ts'

describe('a text', () => {
  const text = textInput(30)

  test.each([
    'Bonjour',
    '  spaced  ',
    'two\nlines',
    '👩‍👩‍👧',
    'مرحبا',
    '日本語',
    '\u202eright to left',
    "'; DROP TABLE tickets; --",
  ])('%j is taken as it is', (input) => expect(text.parse(input)).toBe(input))

  test.each([
    ['nothing', ''],
    ['spaces', ' \t\n\u00a0\u2003'],
    ['marks that nobody sees', '\u200b\u200d\ufeff\u2060'],
    ['a NUL', 'a\0b'],
    ['half of a character', 'a\ud800'],
    ['too many characters', 'x'.repeat(31)],
    ['a number', 7],
    ['an operator', { $ne: null }],
    ['a list', ['a']],
  ])('of %s is refused', (_, input) => expect(text.safeParse(input).success).toBe(false))
})

describe('a line', () => {
  test('has no breaks and no control characters, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (input) => {
        const line = lineInput(200).safeParse(input)
        if (line.success) {
          expect(line.data).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
          expect(line.data.trim()).not.toBe('')
        }
      }),
    )
  })

  test('keeps its words apart where it was broken', () => {
    expect(lineInput(50).parse('Where is it?\r\nBcc: evil@example.com\u2028')).toBe(
      'Where is it? Bcc: evil@example.com',
    )
  })

  test('of control characters alone is refused', () => {
    expect(lineInput(50).safeParse('\u0001\u0007\u007f').success).toBe(false)
  })
})

describe('a number in an address', () => {
  const limit = numberQuery(1, 200)

  test.each([
    ['1', 1],
    ['200', 200],
    ['007', 7],
  ])('%s is %d', (input, value) => expect(limit.parse(input)).toBe(value))

  test.each(['', ' 5', '0', '201', '-1', '1.5', '1e2', '0x10', '٣', 'NaN', 'Infinity', '99999999999'])(
    '%j is refused',
    (input) => expect(limit.safeParse(input).success).toBe(false),
  )

  test('given twice is refused', () => expect(limit.safeParse(['1', '2']).success).toBe(false))
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emailInput, nameInput } from './door.ts'

describe('an address', () => {
  test.each([
    ['mira@example.com', 'mira@example.com'],
    ['  Mira.Perle+shop@Example.COM ', 'mira.perle+shop@example.com'],
    ["o'neill_83@mail.maison-perle.example", "o'neill_83@mail.maison-perle.example"],
    ['a@xn--maison-dcb.example', 'a@xn--maison-dcb.example'],
  ])('%j is read as %s', (input, address) => expect(emailInput.parse(input)).toBe(address))

  test.each([
    '',
    'mira',
    '@example.com',
    'mira@',
    'mira@localhost',
    'mira@example',
    'mira@@example.com',
    'mira@example..com',
    'mira@.example.com',
    'mira@example.com.',
    'mira@-example.com',
    'mira@example-.com',
    '.mira@example.com',
    'mira.@example.com',
    'mi..ra@example.com',
    'mi ra@example.com',
    'mira@exam ple.com',
    'mira@[127.0.0.1]',
    '"mira"@example.com',
    '"x@evil.test y"@t1.test',
    'ok@t1.test (note (x) evil@evil.test)',
    'user@evil.test\r\n .t1.test',
    'a@t1.test(c).evil.test',
    'g: a@t1.test, b@evil.test;',
    'a@t1.test,evil@evil.test',
    'a@t1.test evil@evil.test',
    '<a@t1.test> <b@evil.test>',
    'Mira <mira@example.com>',
    'a@t1.test\0@evil.test',
    'a%evil.test@t1.test',
    'evil.test!a@t1.test',
    '@evil.test:a@t1.test',
    'mira@exämple.com',
    'mïra@example.com',
    'mira@example.com\u200b',
    'mira＠example.com',
    'mira@example.com?bcc=evil@evil.test',
    `${'x'.repeat(250)}@example.com`,
  ])('%j is none', (input) => {
    expect(emailInput.safeParse(input).success).toBe(false)
  })

  test('is nothing but a text', () => {
    for (const input of [7, null, {}, ['mira@example.com'], { address: 'mira@example.com' }])
      expect(emailInput.safeParse(input).success).toBe(false)
  })

  test('whatever is let in is one address that no reader takes for two', () => {
    const parts = fc.constantFrom(
      'mira',
      'example.com',
      '@',
      '.',
      ',',
      ';',
      '<',
      '>',
      '"',
      '(',
      ')',
      ' ',
      '\r\n',
      '\0',
      '%',
      ':',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
        const address = emailInput.safeParse(pieces.join(''))
        if (address.success) expect(address.data).toMatch(/^[^\s@<>(),;:"%\\]+@[^\s@<>(),;:"%\\]+\.[a-z]+$/)
      }),
    )
  })
})

describe('a name', () => {
  test.each(['Mira', "Jean-Luc O'Neill", '李 小龍', 'Μαρία', '👩‍👩‍👧', 'D. Perle (boutique)', 'Ada, Ben; <x>'])(
    '%j is taken as it is',
    (name) => expect(nameInput.parse(` ${name} `)).toBe(name),
  )

  test.each([
    '',
    '  ',
    '\u200b',
    'Mira\r\nBcc: x@evil.test',
    'Mi\tra',
    'Mi\0ra',
    'Mi\u2028ra',
    'Mi\x7fra',
    'Mira\ud800',
    'x'.repeat(121),
  ])('%j is none', (name) => expect(nameInput.safeParse(name).success).toBe(false))
})

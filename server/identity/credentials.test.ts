import { describe, expect, test } from 'vitest'
import { bearerOf, checkOrigin, foreignOrigin } from './credentials.ts'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

describe('the header Authorization', () => {
  test('may be left out', () => expect(bearerOf(undefined)).toBeNull())

  test.each([`Bearer ${JWT}`, `bearer ${JWT}`, `BEARER ${JWT}`])('%s brings its token', (header) => {
    expect(bearerOf(header)).toBe(JWT)
  })

  test.each([
    '',
    'Bearer',
    'Bearer ',
    JWT,
    `Basic ${JWT}`,
    `Token ${JWT}`,
    `Bearer  ${JWT}`,
    `Bearer ${JWT} ${JWT}`,
    `Bearer ${JWT}, Bearer ${JWT}`,
    `Bearer ${JWT},${JWT}`,
    `Bearer "${JWT}"`,
    `Bearer\t${JWT}`,
    `Bearer ${JWT}\n`,
    ` Bearer ${JWT}`,
    `Bearer ${'x'.repeat(4_097)}`,
  ])('%s is refused', (header) => {
    expect(() => bearerOf(header)).toThrow(expect.objectContaining({ code: 'unauthorized' }))
  })
})

describe('the page behind a request', () => {
  const publicUrl = 'https://support.example/desk'
  const page = (headers: Record<string, string>) => foreignOrigin(new Headers(headers), publicUrl)

  test('is none where a program asks', () => expect(page({ host: 'support.example' })).toBeNull())

  test.each([
    { origin: 'https://support.example' },
    { origin: 'https://support.example', host: 'elsewhere.example' },
    { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
    { origin: 'https://desk.internal', host: 'desk.internal' },
  ])('is our own: %j', (headers) => expect(page(headers)).toBeNull())

  test.each([
    'https://evil.example',
    'null',
    '',
    'http://support.example',
    'https://support.example:8443',
    'https://support.example.evil.example',
    'https://evilsupport.example',
    'https://Support.example',
    'https://support.example/',
    'https://user@support.example',
  ])('of %j is another’s', (origin) => expect(page({ origin, host: 'support.example:443' })).toBe(origin))
})

describe('a page of another site', () => {
  const origins = ['https://maison-perle.example', 'http://localhost:8080']

  test('speaks for a shop that lists it', () => {
    for (const origin of origins) expect(() => checkOrigin(origins, { origin })).not.toThrow()
    expect(() => checkOrigin([], { origin: null })).not.toThrow()
  })

  test.each([
    'https://evil.example',
    'null',
    'http://maison-perle.example',
    'https://maison-perle.example:8443',
    'https://maison-perle.example.evil.example',
    'https://evilmaison-perle.example',
    'https://MAISON-PERLE.example',
    'http://localhost',
  ])('%s speaks for nobody else', (origin) => {
    expect(() => checkOrigin(origins, { origin })).toThrow(expect.objectContaining({ code: 'origin_refused' }))
  })

  test('is not repeated at length', () => {
    expect(() => checkOrigin([], { origin: 'x'.repeat(5_000) })).toThrow(/^.{1,400}$/)
  })
})

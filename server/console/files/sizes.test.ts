import { expect, test } from 'vitest'
import { fit, sizeOf } from './sizes.ts'

test('a size is written as the reader’s language does', () => {
  expect(sizeOf(512, 'en')).toBe('512 bytes')
  expect(sizeOf(48_000, 'en')).toBe('48 kB')
  expect(sizeOf(1_230_000, 'fr').replace(/\s/g, ' ')).toBe('1,2 Mo')
})

test('a picture is drawn as large as it is, or as the thread allows', () => {
  expect(fit({ width: 100, height: 50 })).toEqual({ width: 100, height: 50 })
  expect(fit({ width: 4_000, height: 1_000 })).toEqual({ width: 280, height: 70 })
  expect(fit({ width: 9_000, height: 1 })).toEqual({ width: 280, height: 1 })
})

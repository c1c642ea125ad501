import { expect, test } from 'vitest'
import { originLines } from './shop-form.tsx'

test('origins are read one a line, commas and blank lines forgiven', () => {
  expect(originLines(' https://a.example\n\nhttps://b.example, https://c.example ')).toEqual([
    'https://a.example',
    'https://b.example',
    'https://c.example',
  ])
  expect(originLines('  \n ')).toEqual([])
})

import { expect, test } from 'vitest'
import { spanOf } from './window.ts'

test('of a hundred thousand rows a screenful is drawn, wherever one is', () => {
  expect(spanOf(100_000, 88, 0, 800)).toEqual({ first: 0, end: 18 })
  const middle = spanOf(100_000, 88, 50_000 * 88, 800)
  expect(middle.first).toBe(49_992)
  expect(middle.end - middle.first).toBeLessThan(40)
  expect(spanOf(100_000, 88, 100_000 * 88, 800).end).toBe(100_000)
})

test('a short list is drawn whole, an empty one not at all', () => {
  expect(spanOf(3, 88, 0, 800)).toEqual({ first: 0, end: 3 })
  expect(spanOf(0, 88, 0, 800)).toEqual({ first: 0, end: 0 })
})

test('a list that has become shorter than where one was still shows its end', () => {
  const { first, end } = spanOf(3, 88, 5_000, 800)
  expect(first).toBeLessThan(end)
})

import { expect, test } from 'vitest'
import { createSelection } from './selection.ts'

const LIST = ['a', 'b', 'c', 'd', 'e']

test('what is chosen twice is not chosen', () => {
  const selection = createSelection()
  selection.toggle('a')
  selection.toggle('b')
  selection.toggle('a')
  expect([...selection.get()]).toEqual(['b'])
})

test('one reaches from the last one to the next, in both directions', () => {
  const selection = createSelection()
  selection.toggle('d')
  selection.reach(LIST, 'b')
  expect([...selection.get()].sort()).toEqual(['b', 'c', 'd'])
})

test('no more are chosen than can be changed at once', () => {
  const selection = createSelection()
  selection.set(Array.from({ length: 600 }, (_, at) => String(at)))
  expect(selection.get().size).toBe(500)
})

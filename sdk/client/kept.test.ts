import { expect, test } from 'vitest'
import { keep } from './kept.ts'
import { aMap } from './testing/storage.ts'

const texts = (value: string[]) => value.filter((text) => typeof text === 'string')

test('what is written is read again, by another page too', () => {
  const storage = aMap()
  keep(storage, 'texts', texts).write(['bonjour'])
  expect(keep(storage, 'texts', texts).read()).toEqual(['bonjour'])
})

test('reading twice gives the same reference until somebody writes', () => {
  const storage = aMap()
  const kept = keep(storage, 'texts', texts)
  kept.write(['bonjour'])
  const first = kept.read()
  expect(kept.read()).toBe(first)
  storage.setItem('texts', '["salut"]')
  expect(kept.read()).toEqual(['salut'])
})

test('nothing is left behind by writing nothing', () => {
  const storage = aMap()
  const kept = keep(storage, 'texts', texts)
  kept.write(['bonjour'])
  kept.write(null)
  expect(storage.getItem('texts')).toBeNull()
})

test.each(['', '{', 'null', '7', '{"a":1}'])('%j left by somebody else counts as nothing', (garbage) => {
  const storage = aMap()
  storage.setItem('texts', garbage)
  expect(keep(storage, 'texts', texts).read()).toBeNull()
})

test('a storage that throws is replaced by memory', () => {
  const no = () => {
    throw new Error('The storage is forbidden.')
  }
  const kept = keep({ getItem: no, setItem: no, removeItem: no }, 'texts', texts)
  expect(kept.read()).toBeNull()
  kept.write(['bonjour'])
  expect(kept.read()).toEqual(['bonjour'])
  kept.write(null)
  expect(kept.read()).toBeNull()
})

test('a storage that is full keeps the old value out of sight, and is used again when there is room', () => {
  const storage = aMap()
  let full = false
  const kept = keep(
    { ...storage, setItem: (key, value) => (full ? fail() : storage.setItem(key, value)) },
    'texts',
    texts,
  )
  const fail = () => {
    throw new Error('The storage is full.')
  }
  kept.write(['old'])
  full = true
  kept.write(['new'])
  expect(kept.read()).toEqual(['new'])
  full = false
  kept.write(['newer'])
  expect(storage.getItem('texts')).toBe('["newer"]')
})

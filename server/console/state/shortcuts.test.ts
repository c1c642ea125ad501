import { expect, test } from 'vitest'
import { type Pressed, shortcutOf } from './shortcuts.ts'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  modified: false,
  taken: false,
  free: true,
  ...more,
})

test('single keys do what the list of keys says', () => {
  expect(['j', 'k', 'r', 'n', 'e', '/', '?'].map((key) => shortcutOf(press(key), true))).toEqual([
    'next',
    'previous',
    'answer',
    'note',
    'resolve',
    'search',
    'help',
  ])
})

test('in a text every key is a letter, but Escape leaves it', () => {
  expect(shortcutOf(press('r', { taken: true }), true)).toBeNull()
  expect(shortcutOf(press('Escape', { taken: true }), true)).toBe('back')
})

test('the browser’s own combinations stay its own', () => {
  expect(shortcutOf(press('r', { modified: true }), true)).toBeNull()
})

test('arrows move in the list and scroll everywhere else', () => {
  expect(shortcutOf(press('ArrowDown'), true)).toBe('next')
  expect(shortcutOf(press('ArrowDown', { free: false }), true)).toBeNull()
})

test('who turns single keys off keeps the arrows and Escape', () => {
  expect(shortcutOf(press('e'), false)).toBeNull()
  expect(shortcutOf(press('ArrowUp'), false)).toBe('previous')
  expect(shortcutOf(press('Escape'), false)).toBe('back')
})

test('a key that means nothing means nothing', () => {
  expect(shortcutOf(press('constructor'), true)).toBeNull()
})

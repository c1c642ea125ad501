import type { ProactiveRule } from '@comptoir/sdk'
import { expect, test } from 'vitest'
import { choose, type Scene } from './choose.ts'

const SCENE: Scene = { path: '/cart', seconds: 0, cart: 0, visits: 0, isOpen: true }
const rule = (when: ProactiveRule['when'], id = 'one'): ProactiveRule => ({ id, message: { en: 'May we help?' }, when })
const says = (when: ProactiveRule['when'], scene: Partial<Scene> = {}) =>
  choose([rule(when)], { ...SCENE, ...scene }, []) !== null

test.each([
  ['/cart', '/cart', true],
  ['/cart', '/cart/', true],
  ['/cart', '/cart/pay', false],
  ['/products/*', '/products/bowl', true],
  ['/products/*', '/product', false],
  ['/*/cart', '/fr/cart', true],
  ['/*/cart', '/fr/cart/pay', false],
  ['*bowl*blue*', '/products/bowl-dark-blue-2', true],
  ['*bowl*blue*', '/products/blue-bowl', false],
  ['/a*a', '/a', false],
])('the pattern %s and the page %s: %s', (pattern, path, expected) => {
  expect(says({ pages: [pattern] }, { path })).toBe(expected)
})

test('all that is set must hold', () => {
  const when = { pages: ['/cart'], seconds: 20, cart: 50, visits: 1, hours: 'open' as const }
  const scene = { seconds: 20, cart: 50, visits: 1 }
  expect(says(when, scene)).toBe(true)
  expect(says(when, { ...scene, seconds: 19 })).toBe(false)
  expect(says(when, { ...scene, cart: 49.99 })).toBe(false)
  expect(says(when, { ...scene, visits: 0 })).toBe(false)
  expect(says(when, { ...scene, isOpen: false })).toBe(false)
  expect(says({ hours: 'closed' }, { isOpen: false })).toBe(true)
})

test('the first that fits is said, and none of them twice', () => {
  const rules = [rule({ cart: 100 }, 'rich'), rule({}, 'first'), rule({}, 'second')]
  expect(choose(rules, SCENE, [])?.id).toBe('first')
  expect(choose(rules, SCENE, ['first'])?.id).toBe('second')
  expect(choose(rules, SCENE, ['first', 'second'])).toBeNull()
})

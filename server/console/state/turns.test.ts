import { expect, test } from 'vitest'
import { mayTurn } from './turns.ts'

test('only an admin closes, and opens again what is closed', () => {
  expect(mayTurn('resolved', 'closed', 'support_agent')).toBe(false)
  expect(mayTurn('resolved', 'closed', 'admin')).toBe(true)
  expect(mayTurn('closed', 'open', 'support_agent')).toBe(false)
  expect(mayTurn('closed', 'open', 'admin')).toBe(true)
})

test('what is closed becomes nothing but open', () => {
  expect(mayTurn('closed', 'resolved', 'admin')).toBe(false)
})

test('every agent moves a ticket among the other statuses', () => {
  expect(mayTurn('escalated', 'open', 'support_agent')).toBe(true)
})

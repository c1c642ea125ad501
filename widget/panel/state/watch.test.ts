import type { ThreadMessage } from '@comptoir/sdk'
import { expect, test } from 'vitest'
import { moved } from './watch.ts'

const mine = (clientId: string, state: ThreadMessage['state']): ThreadMessage => ({
  id: null,
  seq: null,
  ticketId: 'ticket',
  clientId,
  type: 'customer_message',
  message: 'Where is my parcel?',
  author: { kind: 'customer', id: 'mira', name: null },
  createdAt: '2026-11-22T10:00:00.000Z',
  state,
  failure: null,
})
const states = (before: ThreadMessage[], now: ThreadMessage[]) =>
  moved(before, now).map(({ clientId, state }) => [clientId, state])

test('a message is told of when it is written, stored, read or refused', () => {
  expect(states([], [mine('a', 'pending')])).toEqual([['a', 'pending']])
  expect(states([mine('a', 'pending'), mine('b', 'pending')], [mine('a', 'sent'), mine('b', 'failed')])).toEqual([
    ['a', 'sent'],
    ['b', 'failed'],
  ])
  expect(states([mine('a', 'sent')], [mine('a', 'read')])).toEqual([['a', 'read']])
})

test('what stays as it was, what the history brings and what others write is not', () => {
  const answer: ThreadMessage = { ...mine('x', 'sent'), author: { kind: 'agent', id: 'ada', name: 'Ada' } }
  expect(states([mine('a', 'sent')], [mine('old', 'read'), mine('a', 'sent'), answer])).toEqual([])
})

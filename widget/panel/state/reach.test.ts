import { Failure, type Thread, type ThreadMessage, type ThreadState } from '@comptoir/sdk'
import { expect, test } from 'vitest'
import words from '../locales/en.ts'
import { type Model, newModel } from './model.ts'
import { barrier, LONG } from './reach.ts'

const NOW = Date.parse('2026-11-22T10:00:00.000Z')
const written = (ago: number): ThreadMessage => ({
  id: null,
  seq: null,
  ticketId: '',
  clientId: 'a',
  type: 'customer_message',
  message: 'Where is my parcel?',
  author: { kind: 'customer', id: null, name: null },
  createdAt: new Date(NOW - ago).toISOString(),
  state: 'pending',
  failure: null,
})
function thread(own: Partial<ThreadState> = {}): Thread {
  const nobody = { typing: null, viewers: [] }
  const state = { ticket: null, messages: [], ...nobody, hasEarlier: false, loading: false, failure: null, ...own }
  const nothing = () => {}
  return {
    get: () => state,
    subscribe: () => nothing,
    send: () => '',
    retry: nothing,
    discard: () => null,
    typing: nothing,
    markRead: nothing,
    loadEarlier: async () => {},
    close: nothing,
  }
}
const seen = (own: Partial<Model>) => barrier({ ...newModel({ locale: 'en', words }), ...own }, NOW)
const failure = new Failure('network', 'No answer came.')

test('a socket that is blocked is nobody’s concern while all goes by HTTP', () => {
  expect(seen({ connection: 'offline', thread: thread() })).toBe('')
  expect(seen({ connection: 'offline', thread: thread({ messages: [written(LONG - 1)] }) })).toBe('')
})

test('a shopper is told when nothing comes, goes, or has been answered at all', () => {
  expect(seen({ connection: 'offline', thread: thread({ failure }) })).toBe('offline')
  expect(seen({ connection: 'offline', thread: thread({ messages: [written(LONG)] }) })).toBe('offline')
  expect(seen({ connection: 'offline', thread: thread(), trouble: true })).toBe('offline')
  expect(seen({ connection: 'online', thread: thread({ messages: [written(LONG)] }) })).toBe('')
})

test('a refusal is final, whichever way it came', () => {
  expect(seen({ refused: true, trouble: true })).toBe('refused')
  expect(seen({ connection: 'refused' })).toBe('refused')
})

import type { ThreadMessage } from '@comptoir/sdk'
import { expect, test } from 'vitest'
import { group } from './groups.ts'

const MIRA: ThreadMessage['author'] = { kind: 'customer', id: 'mira', name: null }
const ADA: ThreadMessage['author'] = { kind: 'agent', id: 'ada', name: 'Ada' }
const BEN: ThreadMessage['author'] = { kind: 'agent', id: 'ben', name: 'Ben' }

let count = 0
const said = (author: ThreadMessage['author'], at: string, own: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id: `message-${++count}`,
  seq: count,
  ticketId: 'ticket',
  clientId: null,
  type: author.kind === 'agent' ? 'agent_message' : 'customer_message',
  message: 'Hello',
  author,
  createdAt: `2026-11-${at}:00.000Z`,
  state: 'sent',
  failure: null,
  ...own,
})
const byDay = (at: string) => at.slice(0, 10)
const shape = (messages: readonly ThreadMessage[]) =>
  group(messages, byDay).map(({ name, kind, day, messages: its }) => [name ?? kind, its.length, day])

test('what one side writes in one go stands together', () => {
  const thread = [said(MIRA, '22T10:00'), said(MIRA, '22T10:01'), said(ADA, '22T10:02'), said(BEN, '22T10:03')]
  expect(shape(thread)).toEqual([
    ['customer', 2, '2026-11-22'],
    ['Ada', 1, null],
    ['Ben', 1, null],
  ])
})

test('a pause of five minutes, and a new day, begin anew', () => {
  const thread = [said(MIRA, '22T23:50'), said(MIRA, '22T23:55'), said(MIRA, '22T23:59'), said(MIRA, '23T00:01')]
  expect(shape(thread)).toEqual([
    ['customer', 1, '2026-11-22'],
    ['customer', 2, null],
    ['customer', 1, '2026-11-23'],
  ])
})

test('a message keeps its key, and its place beside the others, when it is stored', () => {
  const earlier = said(MIRA, '22T10:00')
  const pending = said(MIRA, '22T10:01', { id: null, seq: null, clientId: 'mira-1', state: 'pending' })
  const stored = { ...pending, id: 'message-x', seq: 9, state: 'sent' as const, author: { ...MIRA, name: 'Mira' } }
  expect(shape([earlier, stored])).toEqual(shape([earlier, pending]))
  expect(group([stored], byDay)[0]?.key).toBe(group([pending], byDay)[0]?.key)
})

test('nothing said is nothing drawn', () => {
  expect(group([], byDay)).toEqual([])
})

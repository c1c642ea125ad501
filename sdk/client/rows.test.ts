import { expect, test } from 'vitest'
import type { Entry } from './entry.ts'
import { rowsOf, type Sources } from './rows.ts'
import { aMessage } from './testing/message.ts'

const ada = { kind: 'agent', id: 'ada', name: 'Ada' } as const
const anEntry = (clientId: string, part: Partial<Entry> = {}): Entry => ({
  clientId,
  ticketId: 'ticket-1',
  chat: null,
  message: `Message of ${clientId}`,
  type: 'customer_message',
  at: '2026-11-22T10:00:00.000Z',
  refusal: null,
  ...part,
})
const rows = (sources: Partial<Sources>) =>
  rowsOf({
    ...{ side: 'customer', stored: [], early: [], entries: [], mine: new Set(), otherReadSeq: 0 },
    otherDeliveredSeq: sources.otherReadSeq ?? 0,
    ...sources,
  })

test('what is stored comes first, then what is on its way', () => {
  const found = rows({ stored: [aMessage(1)], entries: [anEntry('b'), anEntry('c')] })
  expect(found.map(({ seq, clientId, state }) => [seq, clientId, state])).toEqual([
    [1, null, 'sent'],
    [null, 'b', 'pending'],
    [null, 'c', 'pending'],
  ])
})

test('a message that is stored and still in the outbox is shown once, as stored', () => {
  const found = rows({ stored: [aMessage(1, { clientId: 'a' })], entries: [anEntry('a')] })
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ seq: 1, state: 'sent' })
})

test('the reader sees how far the other side has read of their own messages', () => {
  const stored = [aMessage(1), aMessage(2, { author: ada, type: 'agent_message' }), aMessage(3)]
  expect(rows({ stored, otherReadSeq: 2 }).map(({ state }) => state)).toEqual(['read', 'sent', 'sent'])
  expect(rows({ stored, otherReadSeq: 2, side: 'agent' }).map(({ state }) => state)).toEqual(['sent', 'read', 'sent'])
})

test('what has arrived there and is not read is delivered', () => {
  const stored = [aMessage(1), aMessage(2), aMessage(3)]
  const states = rows({ stored, otherReadSeq: 1, otherDeliveredSeq: 2 }).map(({ state }) => state)
  expect(states).toEqual(['read', 'delivered', 'sent'])
})

test('an internal note is never read by the shopper', () => {
  const stored = [aMessage(1, { author: ada, type: 'internal_note' })]
  expect(rows({ stored, otherReadSeq: 9, side: 'agent' })[0]).toMatchObject({ state: 'sent' })
})

test('a refused message says why', () => {
  const [row] = rows({
    entries: [anEntry('a', { refusal: { code: 'ticket_closed', detail: 'The ticket is closed.' } })],
  })
  expect(row).toMatchObject({ state: 'failed', failure: { code: 'ticket_closed', message: 'The ticket is closed.' } })
})

test('an own message that came before a missing one stays in its place, and one of somebody else is not shown', () => {
  const early = [aMessage(5, { clientId: 'mine' }), aMessage(6, { clientId: 'theirs', author: ada })]
  const found = rows({ stored: [aMessage(1)], early, entries: [anEntry('mine')], mine: new Set(['mine']) })
  expect(found.map(({ seq, clientId, state }) => [seq, clientId, state])).toEqual([
    [1, null, 'sent'],
    [null, 'mine', 'pending'],
  ])
})

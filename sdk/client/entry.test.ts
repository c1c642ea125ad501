import { expect, test } from 'vitest'
import { type Entry, firstWords, mendEntries, ticketOf } from './entry.ts'

const entry: Entry = {
  clientId: 'mira-1',
  ticketId: null,
  chat: { key: 'chat-1', orderId: '1042' },
  message: 'Where is my parcel?',
  type: 'customer_message',
  at: '2026-11-22T10:00:00.000Z',
  refusal: null,
}

test('a short message is its own subject', () => {
  expect(firstWords('  Where is\n my parcel? ')).toBe('Where is my parcel?')
})

test('a long message is cut at a word, within eighty characters', () => {
  const subject = firstWords(`${'parcel '.repeat(20)}`)
  expect(subject).toMatch(/^(parcel )+parcel…$/)
  expect(subject.length).toBeLessThanOrEqual(80)
})

test('a message without a space is cut, but not through a character', () => {
  const subject = firstWords('🎁'.repeat(60))
  expect(subject).toMatch(/^(🎁)+…$/u)
  expect(subject.length).toBeLessThanOrEqual(80)
})

test('the ticket of a chat is named by its first message and keeps what the page knows', () => {
  expect(ticketOf(entry)).toEqual({ subject: 'Where is my parcel?', orderId: '1042', channel: 'chat' })
})

test('a page that names the subject is believed', () => {
  expect(ticketOf({ ...entry, chat: { key: 'chat-1', subject: 'Order 1042' } })).toMatchObject({
    subject: 'Order 1042',
  })
})

test('what cannot be sent is dropped, and the rest stays', () => {
  const found = JSON.parse(JSON.stringify([null, 7, {}, { ...entry, message: 5 }, { ...entry, chat: null }, entry]))
  expect(mendEntries(found)).toEqual([entry])
})

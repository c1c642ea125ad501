import type { Message } from '@comptoir/sdk/contract'
import { expect, test } from 'vitest'
import { chooseTicket, countUnread, placeMessage, placeTicket, type Row } from './tickets.ts'

const row = (id: string, own: Partial<Row> = {}): Row => ({
  id,
  number: 1,
  subject: 'My parcel',
  description: '',
  status: 'open',
  priority: 'medium',
  category: 'general_inquiry',
  channel: 'chat',
  customerId: 'mira',
  assigneeId: null,
  orderId: null,
  lastSeq: 3,
  readSeq: 3,
  otherReadSeq: 0,
  deliveredSeq: 0,
  otherDeliveredSeq: 0,
  revision: 1,
  lastMessageAt: '2026-11-22T10:00:00.000Z',
  createdAt: '2026-11-22T09:00:00.000Z',
  updatedAt: '2026-11-22T10:00:00.000Z',
  resolvedAt: null,
  closedAt: null,
  rating: null,
  ...own,
})
const answer = (ticketId: string, seq: number, kind: 'agent' | 'customer' = 'agent'): Message => ({
  id: `message-${seq}`,
  ticketId,
  seq,
  clientId: null,
  type: kind === 'agent' ? 'agent_message' : 'customer_message',
  message: 'It is on its way.',
  author: { kind, id: kind, name: null },
  createdAt: '2026-11-22T11:00:00.000Z',
})

test('an answer counts as unread, moves its ticket up and shows its words', () => {
  const rows = placeMessage([row('a', { lastMessageAt: '2026-11-22T10:30:00.000Z' }), row('b')], answer('b', 4))
  expect(rows.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(rows[0]?.lastMessage?.text).toBe('It is on its way.')
  expect(countUnread(rows)).toBe(1)
})

test('the same message twice counts once, and one’s own does not count', () => {
  const once = placeMessage([row('a')], answer('a', 4))
  expect(countUnread(placeMessage(once, answer('a', 4)))).toBe(1)
  expect(countUnread(placeMessage([row('a')], answer('a', 4, 'customer')))).toBe(0)
})

test('what has been read stays read when older news of the ticket comes late', () => {
  const rows = placeTicket(
    [row('a', { lastSeq: 5, readSeq: 5 })],
    row('a', { lastSeq: 4, readSeq: 2, status: 'resolved' }),
  )
  expect(rows).toMatchObject([{ lastSeq: 5, readSeq: 5, status: 'resolved' }])
})

test('a shopper who comes back goes on where something is new, else where it is not over', () => {
  const [over, running, news] = [row('a', { status: 'closed' }), row('b'), row('c', { status: 'resolved', lastSeq: 4 })]
  expect(chooseTicket([over, running, news])?.id).toBe('c')
  expect(chooseTicket([over, running])?.id).toBe('b')
  expect(chooseTicket([over])).toBeUndefined()
  expect(chooseTicket([])).toBeUndefined()
})

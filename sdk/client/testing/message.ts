import type { Message } from '../../contract/index.ts'

export const aMessage = (seq: number, part: Partial<Message> = {}): Message => ({
  id: `message-${seq}`,
  ticketId: 'ticket-1',
  seq,
  clientId: null,
  type: 'customer_message',
  message: `Message ${seq}`,
  author: { kind: 'customer', id: 'mira', name: 'Mira' },
  createdAt: '2026-11-22T10:00:00.000Z',
  ...part,
})

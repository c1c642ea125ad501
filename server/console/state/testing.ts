import type { ThreadMessage } from '@comptoir/sdk'
import type { Fact, TicketRow } from '@comptoir/sdk/contract'

/** Mira's ticket as the list shows it: open, with one message that nobody has read. */
export const aRow = (more: Partial<TicketRow> = {}): TicketRow => ({
  id: '01a20000-0000-7000-8000-000000000001',
  number: 1,
  subject: 'The teapot is cracked',
  description: '',
  status: 'open',
  priority: 'medium',
  category: 'order_issue',
  channel: 'chat',
  customerId: 'mira',
  assigneeId: null,
  orderId: null,
  lastSeq: 1,
  readSeq: 0,
  otherReadSeq: 1,
  deliveredSeq: 1,
  otherDeliveredSeq: 1,
  revision: 1,
  lastMessageAt: '2026-11-20T10:00:00.000Z',
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
  resolvedAt: null,
  closedAt: null,
  rating: null,
  customer: { id: 'mira', name: 'Mira', email: null, standing: 'identified' },
  lastMessage: { text: 'It leaks.', author: 'customer' },
  ...more,
})

export const aMessage = (more: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id: 'm1',
  ticketId: 't1',
  seq: 1,
  clientId: null,
  type: 'customer_message',
  message: 'It leaks.',
  author: { kind: 'customer', id: 'mira', name: 'Mira' },
  createdAt: '2026-11-20T10:00:00.000Z',
  state: 'sent',
  failure: null,
  ...more,
})

const common = (position: number): Pick<Fact, 'id' | 'shopId' | 'position' | 'at' | 'ticketId'> => ({
  id: `fact-${position}`,
  shopId: 'maison-perle',
  ticketId: 't1',
  position,
  at: `2026-11-20T10:0${position}:00.000Z`,
})

const mira = { kind: 'customer', id: 'mira', name: 'Mira' } as const
const ada = { kind: 'agent', id: 'ada', name: 'Ada' } as const

export const miraOpened = (position: number): Fact => ({
  ...common(position),
  type: 'ticket.created',
  actor: mira,
  data: { number: 1, channel: 'chat' },
})

export const miraWrote = (position: number): Fact => ({
  ...common(position),
  type: 'message.posted',
  actor: mira,
  data: { messageId: `m${position}`, seq: position, type: 'customer_message' },
})

export const adaResolved = (position: number, because = 'asked'): Fact => ({
  ...common(position),
  type: 'ticket.status_changed',
  actor: ada,
  data: { from: 'open', to: 'resolved', because },
})

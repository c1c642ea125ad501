import { type FailureCode, type Message, type MessageDraft, newId, type Ticket } from '../../contract/index.ts'

/** The tickets and visitors of a server of the contract, in memory: the outside, reduced to what the clients can notice. */
export interface Chat {
  ticket: Ticket
  messages: Message[]
}
export class Refused extends Error {
  readonly code: FailureCode
  constructor(code: FailureCode) {
    super(`The peer says ${code}.`)
    this.code = code
  }
}

export function openTickets() {
  const chats: Chat[] = []
  const find = (id: unknown) => {
    const chat = chats.find(({ ticket }) => ticket.id === id)
    if (!chat) throw new Refused('not_found')
    return chat
  }
  return {
    chats,
    find,
    create(customerId: string, { subject }: { subject?: unknown }): Ticket {
      const at = new Date().toISOString()
      const ticket: Ticket = {
        id: newId(),
        number: chats.length + 1,
        subject: String(subject),
        description: '',
        status: 'open',
        priority: 'medium',
        category: 'general_inquiry',
        channel: 'chat',
        customerId,
        assigneeId: null,
        orderId: null,
        lastSeq: 0,
        readSeq: 0,
        otherReadSeq: 0,
        deliveredSeq: 0,
        otherDeliveredSeq: 0,
        revision: 1,
        lastMessageAt: null,
        createdAt: at,
        updatedAt: at,
        resolvedAt: null,
        closedAt: null,
        rating: null,
      }
      chats.push({ ticket, messages: [] })
      return ticket
    },
    /** Answers whether it is new. */
    post(
      kind: 'customer' | 'agent',
      ticketId: unknown,
      { message, type, clientId }: Partial<MessageDraft>,
    ): [Message, boolean] {
      const chat = find(ticketId)
      const known = chat.messages.find((one) => clientId && one.clientId === clientId)
      if (known) return [known, false]
      if (!message) throw new Refused('invalid')
      const stored: Message = {
        id: newId(),
        ticketId: chat.ticket.id,
        seq: chat.messages.length + 1,
        clientId: clientId ?? null,
        type: type ?? `${kind}_message`,
        message,
        author: { kind, id: kind, name: kind === 'agent' ? 'Ada' : null },
        createdAt: new Date().toISOString(),
      }
      chat.messages.push(stored)
      chat.ticket = { ...chat.ticket, lastSeq: stored.seq, lastMessageAt: stored.createdAt }
      return [stored, true]
    },
    whole(id: unknown) {
      const { ticket, messages } = find(id)
      return { ...ticket, messages: messages.slice(-200) }
    },
    read(id: unknown, seq: unknown): void {
      const chat = find(id)
      chat.ticket = { ...chat.ticket, readSeq: Math.max(Number(seq), chat.ticket.readSeq) }
    },
    delivered(id: unknown, seq: unknown): void {
      const chat = find(id)
      chat.ticket = { ...chat.ticket, deliveredSeq: Math.max(Number(seq), chat.ticket.deliveredSeq) }
    },
    list(id: unknown, range: URLSearchParams) {
      const { messages } = find(id)
      const after = Number(range.get('after') ?? 0)
      const before = Number(range.get('before') ?? Number.POSITIVE_INFINITY)
      const limit = Number(range.get('limit') ?? 50)
      const within = messages.filter(({ seq }) => seq > after && seq < before)
      return { items: range.has('before') ? within.slice(-limit) : within.slice(0, limit), lastSeq: messages.length }
    },
  }
}

export function openVisitors(lifetime: () => number) {
  const tokens = new Map<string, string>()
  const renewals = new Map<string, string>()
  return {
    tokens,
    renewals,
    open(shopKey: unknown, { renewalToken, name }: { renewalToken?: string; name?: string }) {
      if (shopKey !== 'pk_perle') throw new Refused('unauthorized')
      const customerId = renewalToken ? renewals.get(renewalToken) : newId()
      if (!customerId) throw new Refused('unauthorized')
      const session = { token: newId(), renewalToken: renewalToken ?? newId() }
      tokens.set(session.token, customerId)
      renewals.set(session.renewalToken, customerId)
      const expiresAt = new Date(Date.now() + lifetime()).toISOString()
      return { ...session, expiresAt, customerId, customer: { id: customerId, name: name ?? null } }
    },
    whoIs(token: string | undefined): string {
      const customerId = token === 'ada' ? 'agent' : tokens.get(token ?? '')
      if (!customerId) throw new Refused('unauthorized')
      return customerId
    },
  }
}

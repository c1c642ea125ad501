import type { Message, Ticket, TicketId, TicketMarks, TicketRow, TicketWithThread } from '../contract/index.ts'
import type { Desk } from './desk.ts'
import { Failure } from './failure.ts'
import { openSequence, type Sequence } from './sequence.ts'
import { ask } from './transport.ts'

/** What is known of one ticket at this moment. */
interface Known {
  id: TicketId | null
  ticket: Ticket | null
  loading: boolean
  failure: Failure | null
}

/** What is stored of one ticket, kept up to date. */
export interface Transcript {
  readonly now: Readonly<Known>
  readonly sequence: Sequence
  /** The ticket of a new chat is made. */
  adopt(id: TicketId): void
  replace(ticket: Ticket): void
  take(message: Message): void
  /** How far both sides are, as far as it is told. */
  takeMarks(marks: Partial<TicketMarks>): void
  markRead(): void
  /** Joins where it has not, and fetches what is missing. `wholly`: the ticket too, since news of it may have been lost. */
  sync(wholly?: boolean): Promise<void>
  loadEarlier(): Promise<void>
  /** As after a reconnect: nothing that is known is sure. */
  resync(): void
}

/** Without a socket, every so many looks the whole ticket is fetched, for its status. */
const WHOLE = 6
const EARLIER = 50
const MESSAGES = 'GET /api/tickets/:id/messages'

export function openTranscript(
  { side, call, live, receipts }: Desk,
  id: TicketId | null,
  changed: () => void,
): Transcript {
  const sequence = openSequence()
  const now: Known = { id, ticket: null, loading: id !== null, failure: null }
  let joined: string | undefined
  let looks = 0
  let syncing = false
  let again = false
  let whole = true
  /** Up to where it is being said at this moment that all is read. */
  let saying: number | null = null

  const replace = (fresh: Ticket) => {
    now.ticket = later(now.ticket, fresh, sequence.messages)
    acknowledge()
    changed()
  }
  const takeMarks = (marks: Partial<TicketMarks>) => {
    const { ticket } = now
    if (!ticket) return
    const { readSeq, otherReadSeq, deliveredSeq, otherDeliveredSeq } = { ...ticket, ...marks }
    replace({ ...ticket, readSeq, otherReadSeq, deliveredSeq, otherDeliveredSeq })
  }
  const acknowledge = () => {
    const { id, ticket } = now
    const seq = sequence.messages.findLast(({ author }) => author.kind !== side)?.seq ?? 0
    if (id && ticket && seq > ticket.deliveredSeq) receipts.received(id, seq)
  }
  /** The ticket as it is now, when it is not known for sure. */
  const refresh = async (id: TicketId) => {
    const socket = live.online()
    const connection = socket?.id
    let fresh: View | undefined
    if (socket && joined !== connection) {
      fresh = (await ask(socket, 'join_ticket', { ticketId: id })).ticket
      joined = connection
    }
    if (whole || (!socket && looks++ % WHOLE === 0)) {
      whole = false
      fresh = await call('GET /api/tickets/:id', { id }).catch((failure) => {
        whole = true
        throw failure
      })
      sequence.take(fresh.messages ?? [], !sequence.messages.length)
    }
    if (fresh) replace(fresh)
    return fresh && !sequence.waiting().length ? fresh.lastSeq : Number.POSITIVE_INFINITY
  }
  const catchUp = async (id: TicketId) => {
    let known = await refresh(id)
    for (let after = sequence.last(); after < known; after = sequence.last()) {
      const { items, lastSeq } = await call(MESSAGES, { id, query: { after } })
      sequence.take(items, true)
      known = sequence.last() > after ? lastSeq : 0
      changed()
    }
  }
  const sync = async (wholly = false) => {
    again = true
    whole ||= wholly
    if (!now.id || syncing) return
    syncing = true
    while (again) {
      again = false
      now.failure = await catchUp(now.id).then(() => null, own)
      now.loading = false
    }
    syncing = false
    acknowledge()
    changed()
  }
  return {
    now,
    sequence,
    replace,
    takeMarks,
    sync,
    resync() {
      joined = undefined
      sync()
    },
    adopt(id) {
      now.id = id
      sync()
    },
    take(message) {
      sequence.take([message])
      if (now.ticket) replace(spoken(now.ticket, message))
      else changed()
      if (sequence.waiting().length) sync()
    },
    async markRead() {
      const { id, ticket } = now
      const seq = sequence.last()
      // What comes meanwhile may not know of it yet, and its reader would say it again.
      if (!id || !ticket || seq <= ticket.readSeq || seq === saying) return
      saying = seq
      receipts.read(id, seq)
      replace({ ...ticket, readSeq: seq })
      const socket = live.online()
      const said = socket
        ? ask(socket, 'mark_read', { ticketId: id, seq })
        : call('PUT /api/tickets/:id/read', { id, body: { seq } })
      // Where it is lost, the next fresh ticket is unread again, and its reader marks it again.
      await said.then(() => takeMarks({ readSeq: seq }), own)
      if (saying === seq) saying = null
    },
    async loadEarlier() {
      const before = sequence.messages[0]?.seq ?? 0
      if (!now.id || before < 2) return
      sequence.prepend((await call(MESSAGES, { id: now.id, query: { before, limit: EARLIER } })).items)
      changed()
    },
  }
}

const MARKS = ['lastSeq', 'readSeq', 'otherReadSeq', 'deliveredSeq', 'otherDeliveredSeq'] as const

/**
 * Of two views of a ticket the later one: an answer that was on its way while news came knows less than they do. How far
 * it has come, and how far it is read, never goes back, whichever is later.
 */
function later(known: Ticket | null, fresh: View, messages: readonly Message[]): Ticket {
  const { messages: _, customer: __, lastMessage: ___, ...ticket } = fresh
  const now = { ...(known && known.revision > fresh.revision ? known : ticket) }
  if (known && known.lastSeq > now.lastSeq) now.lastMessageAt = known.lastMessageAt
  if (known) for (const mark of MARKS) now[mark] = Math.max(known[mark], ticket[mark])
  now.deliveredSeq = Math.max(now.deliveredSeq, now.readSeq)
  now.otherDeliveredSeq = Math.max(now.otherDeliveredSeq, now.otherReadSeq)
  const newest = messages.at(-1)
  return newest ? spoken(now, newest) : now
}

type View = Ticket &
  Partial<Pick<TicketRow, 'lastMessage'> & Pick<TicketWithThread, 'messages'> & { customer: unknown }>

/** A note is not said to the customer: it counts, and that is all. */
const spoken = (ticket: Ticket, { seq, type, createdAt }: Message): Ticket =>
  seq > ticket.lastSeq
    ? { ...ticket, lastSeq: seq, lastMessageAt: type === 'internal_note' ? ticket.lastMessageAt : createdAt }
    : ticket

/** What is not a refusal is a fault of ours, and must be seen. */
function own(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}

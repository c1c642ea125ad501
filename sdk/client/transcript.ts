import type { Message, MessageRead, Ticket, TicketId } from '../contract/index.ts'
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
  takeRead(read: MessageRead): void
  markRead(): void
  /** Joins where it has not, and fetches what is missing. */
  sync(): Promise<void>
  loadEarlier(): Promise<void>
  /** As after a reconnect: nothing that is known is sure. */
  resync(): void
}

/** Without a socket, every so many looks the whole ticket is fetched, for its status. */
const WHOLE = 6
const EARLIER = 50
const MESSAGES = 'GET /api/tickets/:id/messages'

export function openTranscript({ side, call, live }: Desk, id: TicketId | null, changed: () => void): Transcript {
  const sequence = openSequence()
  const now: Known = { id, ticket: null, loading: id !== null, failure: null }
  let joined: string | undefined
  let looks = 0
  let syncing = false
  let again = false
  /** Up to where it is being said at this moment that all is read. */
  let saying = 0

  const replace = (ticket: Ticket) => {
    now.ticket = ticket
    changed()
  }
  const takeRead = ({ kind, seq }: Pick<MessageRead, 'kind' | 'seq'>) => {
    const whose = kind === side ? 'readSeq' : 'otherReadSeq'
    if (now.ticket && seq > now.ticket[whose]) replace({ ...now.ticket, [whose]: seq })
  }
  /** The ticket as it is now, when it is not known for sure. */
  const refresh = async (id: TicketId) => {
    const socket = live.online()
    const connection = socket?.id
    let fresh: Ticket | undefined
    if (socket && joined !== connection) {
      fresh = (await ask(socket, 'join_ticket', { ticketId: id })).ticket
      joined = connection
    }
    if (!now.ticket || (!socket && looks++ % WHOLE === 0)) {
      const { messages, ...ticket } = await call('GET /api/tickets/:id', { id })
      sequence.take(messages, !sequence.messages.length)
      fresh = ticket
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
  const sync = async () => {
    again = true
    if (!now.id || syncing) return
    syncing = true
    while (again) {
      again = false
      now.failure = await catchUp(now.id).then(() => null, own)
    }
    syncing = now.loading = false
    changed()
  }
  return {
    now,
    sequence,
    replace,
    takeRead,
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
      const { ticket } = now
      const { seq, createdAt } = message
      sequence.take([message])
      if (ticket && seq > ticket.lastSeq) replace({ ...ticket, lastSeq: seq, lastMessageAt: createdAt })
      changed()
      if (sequence.waiting().length) sync()
    },
    async markRead() {
      const { id, ticket } = now
      const seq = sequence.last()
      // What comes meanwhile may not know of it yet, and its reader would say it again.
      if (!id || !ticket || seq <= ticket.readSeq || seq === saying) return
      saying = seq
      replace({ ...ticket, readSeq: seq })
      const socket = live.online()
      const said = socket
        ? ask(socket, 'mark_read', { ticketId: id, seq })
        : call('PUT /api/tickets/:id/read', { id, body: { seq } })
      // Where it is lost, the next fresh ticket is unread again, and its reader marks it again.
      await said.then(() => takeRead({ kind: side, seq }), own)
      if (saying === seq) saying = 0
    },
    async loadEarlier() {
      const before = sequence.messages[0]?.seq ?? 0
      if (!now.id || before < 2) return
      sequence.prepend((await call(MESSAGES, { id: now.id, query: { before, limit: EARLIER } })).items)
      changed()
    },
  }
}

/** What is not a refusal is a fault of ours, and must be seen. */
function own(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}

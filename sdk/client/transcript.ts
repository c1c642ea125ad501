import type { Message, MessageRead, Ticket, TicketId } from '../contract/index.ts'
import type { Desk } from './desk.ts'
import { Failure } from './failure.ts'
import { openSequence, type Sequence } from './sequence.ts'
import { ask } from './transport.ts'

/** What is stored of one ticket, kept up to date. */
export interface Transcript {
  readonly sequence: Sequence
  id(): TicketId | null
  ticket(): Ticket | null
  failure(): Failure | null
  /** Nothing has been read yet, and nothing stands in the way. */
  loading(): boolean
  /** The ticket of a new chat is made. */
  adopt(id: TicketId): void
  replace(ticket: Ticket): void
  take(message: Message): void
  takeRead(read: MessageRead): void
  markRead(): void
  /** Joins where it has not, and fetches what is missing. */
  sync(): Promise<void>
  loadEarlier(): Promise<void>
}

/** Without a socket, every so many looks the whole ticket is fetched, for its status. */
const WHOLE = 6
const EARLIER = 50
const MESSAGES = 'GET /api/tickets/:id/messages'

export function openTranscript(
  { side, call, live, life }: Desk,
  opened: TicketId | null,
  changed: () => void,
): Transcript {
  const sequence = openSequence()
  let id = opened
  let ticket: Ticket | null = null
  let joined: string | undefined
  let failure: Failure | null = null
  let looks = 0
  let syncing = false
  let again = false
  let seen = 0
  let told = 0
  let earlier: Promise<void> | undefined

  const replace = (next: Ticket) => {
    ticket = next
    changed()
  }
  const move = (part: Partial<Ticket>) => ticket && replace({ ...ticket, ...part })

  /** The ticket as it is now, when it is not known for sure. */
  const refresh = async (id: TicketId): Promise<Ticket | undefined> => {
    const socket = live.online()
    let fresh: Ticket | undefined
    if (socket && joined !== socket.id) {
      const connection = socket.id
      fresh = (await ask(socket, 'join_ticket', { ticketId: id })).ticket
      joined = connection
    }
    if (!ticket || (!socket && looks++ % WHOLE === 0)) {
      const { messages, ...whole } = await call('GET /api/tickets/:id', { id })
      sequence.take(messages, !ticket && !sequence.messages.length)
      fresh = whole
    }
    if (fresh) replace(fresh)
    return fresh
  }
  const catchUp = async (id: TicketId) => {
    const fresh = await refresh(id)
    let known = fresh && !sequence.waiting().length ? fresh.lastSeq : Number.POSITIVE_INFINITY
    for (let after = sequence.last(); after < known && !life.aborted; ) {
      const page = await call(MESSAGES, { id, query: { after } })
      sequence.take(page.items, true)
      known = sequence.last() > after ? page.lastSeq : 0
      after = sequence.last()
      changed()
    }
  }
  const sync = async () => {
    again = true
    if (!id || syncing) return
    syncing = true
    while (again && !life.aborted) {
      again = false
      failure = await catchUp(id).then(() => null, own)
    }
    syncing = false
    changed()
    tellRead()
  }
  /** Where it fails, the next `sync` says it again. */
  const tellRead = async () => {
    const before = Math.max(told, ticket?.readSeq ?? 0)
    if (!id || seen <= before) return
    told = seen
    const socket = live.online()
    const said = socket
      ? ask(socket, 'mark_read', { ticketId: id, seq: seen })
      : call('PUT /api/tickets/:id/read', { id, body: { seq: seen } })
    await said.catch(() => {
      told = 0
    })
  }
  const fetchEarlier = async (id: TicketId) => {
    const before = sequence.messages[0]?.seq ?? 1
    const { items } = before > 1 ? await call(MESSAGES, { id, query: { before, limit: EARLIER } }) : { items: [] }
    sequence.prepend(items)
    changed()
  }
  return {
    sequence,
    sync,
    id: () => id,
    ticket: () => ticket && { ...ticket, readSeq: Math.max(seen, ticket.readSeq) },
    failure: () => failure,
    loading: () => opened !== null && !ticket && !failure,
    adopt(made) {
      id = made
      sync()
    },
    replace,
    take(message) {
      sequence.take([message])
      move({ lastSeq: Math.max(message.seq, ticket?.lastSeq ?? 0), lastMessageAt: message.createdAt })
      changed()
      if (sequence.waiting().length) sync()
    },
    takeRead({ kind, seq }) {
      if (!ticket) return
      if (kind === side) move({ readSeq: Math.max(seq, ticket.readSeq) })
      else move({ otherReadSeq: Math.max(seq, ticket.otherReadSeq) })
    },
    markRead() {
      seen = sequence.last()
      if (ticket && seen > ticket.readSeq) changed()
      tellRead()
    },
    async loadEarlier() {
      if (!id) return
      earlier ??= fetchEarlier(id).finally(() => {
        earlier = undefined
      })
      return earlier
    },
  }
}

/** What is not a refusal is a fault of ours, and must be seen. */
function own(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}

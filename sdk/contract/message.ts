import type { MessageFile } from './file.ts'
import type { ClientId, FileId, MessageId, TicketId } from './ids.ts'
import type { Author } from './people.ts'

export const MESSAGE_TYPES = ['customer_message', 'agent_message', 'internal_note', 'system'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

export interface Message {
  id: MessageId
  ticketId: TicketId
  /**
   * Counts from 1 within its ticket, without a hole in what the reader may see:
   * internal notes count for agents and do not exist for shoppers.
   */
  seq: number
  clientId: ClientId | null
  type: MessageType
  /** Plain text; it may be empty where there are files. */
  message: string
  /** Left out where there are none. */
  files?: MessageFile[]
  author: Author
  createdAt: string
}

/** `POST /api/tickets/:id/messages`, and `send_message` with `ticketId` beside it. */
export interface MessageDraft {
  /** May be empty where there are files. */
  message: string
  /** Sent before, by the same sender, and in no message yet. */
  files?: FileId[]
  /** Left out: `customer_message` from a shopper, `agent_message` from an agent. */
  type?: Exclude<MessageType, 'system'>
  /** The same `clientId` sent twice is stored once, and both are answered with the stored message. */
  clientId?: ClientId
  /**
   * The highest `seq` that an agent had before them when they began to answer. Where a colleague has answered since, the
   * answer is refused with `stale_answer` and what was said, unless it is sent with `force`.
   */
  seenSeq?: number
  force?: boolean
}

/** `GET /api/tickets/:id/messages`: ascending by `seq`. */
export interface MessageRange {
  /** Only those with a higher `seq`: how a reader resumes. */
  after?: number
  /** Only those with a lower `seq`, the nearest ones: how a reader scrolls back. */
  before?: number
  limit?: number
}

export interface MessageList {
  items: Message[]
  /** The ticket's highest `seq` for this reader: below it, there is more to fetch. */
  lastSeq: number
}

import type { Fact, FactType } from './facts.ts'
import type { FactId, MessageId, TicketId, WebhookId } from './ids.ts'
import type { Message } from './message.ts'
import type { Author } from './people.ts'
import type { Ticket } from './ticket.ts'

/** What a shop's endpoint can be told of: every fact, and the button that tries it. */
export const WEBHOOK_EVENTS = [
  'ticket.created',
  'ticket.status_changed',
  'ticket.changed',
  'ticket.deleted',
  'ticket.snoozed',
  'ticket.woken',
  'ticket.merged',
  'ticket.unmerged',
  'ticket.escalated',
  'ticket.assigned',
  'ticket.moved',
  'ticket.rated',
  'message.posted',
] as const satisfies readonly FactType[]

/** `POST /api/webhooks`. */
export interface NewWebhook {
  /** `https://`, on port 443. */
  url: string
  description?: string
  /** Left out, or `null`: every fact. */
  events?: FactType[] | null
  /** Whether what happens to one ticket waits until the endpoint has taken what happened to it before; `false` when left out. */
  ordered?: boolean
}

/** `PATCH /api/webhooks/:id`. To enable one begins with what happens from then on; `replay` brings what was missed. */
export interface WebhookChange extends Partial<NewWebhook> {
  state?: WebhookState
}

export type WebhookState = 'enabled' | 'disabled'

export interface Webhook extends Required<Omit<NewWebhook, 'description'>> {
  id: WebhookId
  description: string | null
  state: WebhookState
  /** `gone`: it answered 410. `failing`: nothing was taken for as long as a delivery is tried. */
  disabledBecause: 'hand' | 'gone' | 'failing' | null
  /** Since when every attempt has failed. */
  failingSince: string | null
  /** Until then deliveries are signed with the former secret, too. */
  formerSecretUntil: string | null
  createdAt: string
}

/** Once, when it is made or its secret is rotated. */
export interface WebhookWithSecret extends Webhook {
  /** `whsec_…`, for `verifyWebhook`. */
  secret: string
}

/** One fact on its way to one endpoint. Its `id` is the `webhook-id` of every attempt. */
export interface WebhookDelivery {
  id: string
  webhookId: WebhookId
  event: FactType | 'webhook.test'
  ticketId: TicketId | null
  /** `failed`: every attempt has failed. */
  state: 'pending' | 'delivered' | 'failed'
  attempts: number
  nextAttemptAt: string | null
  createdAt: string
}

/** `unreachable` says no more: an endpoint is no window into the network of the server. */
export type WebhookOutcome = 'delivered' | 'refused' | 'timeout' | 'unreachable'

export interface WebhookAttempt {
  number: number
  at: string
  outcome: WebhookOutcome
  /** What the endpoint answered, if it did. */
  status: number | null
}

export interface WebhookDeliveryWithAttempts extends WebhookDelivery {
  attempts: number
  history: WebhookAttempt[]
  /** The bytes that are sent. */
  body: string
}

/** `POST /api/webhooks/:id/replay`: every fact of this time goes out, delivered before or not. */
export interface WebhookSpan {
  from: string
  to: string
}

/** What a ticket was when the delivery was made. */
export type WebhookTicket = Pick<
  Ticket,
  'id' | 'number' | 'subject' | 'status' | 'priority' | 'category' | 'channel' | 'customerId' | 'assigneeId' | 'orderId'
>

/** The body of a delivery (Standard Webhooks 1.0): at most 20 KB. */
export type WebhookEvent =
  | {
      [T in FactType]: {
        type: T
        /** When it happened. */
        timestamp: string
        data: {
          id: FactId
          position: number
          ticketId: TicketId
          actor: Author
          data: Extract<Fact, { type: T }>['data']
          /** `null` when it was deleted meanwhile. */
          ticket: WebhookTicket | null
          /** With `message.posted`; `null` where it is too long for a delivery: read it by its `seq`. */
          message?: (Pick<Message, 'seq' | 'type' | 'message' | 'author' | 'createdAt'> & { id: MessageId }) | null
        }
      }
    }[FactType]
  | { type: 'webhook.test'; timestamp: string; data: { webhookId: WebhookId } }

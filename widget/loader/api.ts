import type { Customer, Message, Ticket } from '@comptoir/sdk/contract'

/** What each event tells its listeners. */
export interface EventDetails {
  /** The launcher stands and calls are answered. Who listens later is told at once. */
  ready: undefined
  open: undefined
  close: undefined
  /** The server has stored a message of the shopper's. */
  'message:sent': { clientId: string; ticketId: string; message: string }
  /** The shop has answered. */
  'message:received': { message: Message }
  'message:state': { clientId: string; state: 'pending' | 'sent' | 'delivered' | 'read' | 'failed' }
  unread: { count: number }
  'ticket:created': { ticket: Ticket }
  /** `code` is one of the API's, or `network` when the server was not reached. */
  error: { code: string; detail: string }
}
export type EventName = keyof EventDetails
export type Listener<K extends EventName> = (detail: EventDetails[K]) => void

/** Every call but `on`, `once` and `off` answers a promise; one that fails and is not awaited never troubles the page. */
export interface Calls {
  open(): Promise<void>
  close(): Promise<void>
  toggle(): Promise<void>
  /** Shows the launcher. */
  show(): Promise<void>
  /** Hides the launcher and closes the panel. */
  hide(): Promise<void>
  /** Takes the widget off the page: no node, listener, timer, socket or global of it stays. */
  destroy(): Promise<void>
  /** Opens the panel on a new conversation, with `prefill` in the composer. */
  newConversation(options?: { prefill?: string }): Promise<void>
  /** Sends into the present conversation, or into a new one. Answers the message's `clientId` once it is safely in the outbox. */
  sendMessage(text: string): Promise<string>
  /** Says who the shopper is, by a token that the shop's backend has signed. */
  identify(who: { token: string }): Promise<Customer>
  /** Ends the shopper's session and forgets everything kept for it in this browser. */
  logout(): Promise<void>
  /** BCP 47; a language that is not spoken is answered in the nearest one that is. */
  setLocale(locale: string): Promise<void>
  unreadCount(): Promise<number>
  on<K extends EventName>(event: K, listener: Listener<K>): () => void
  once<K extends EventName>(event: K, listener: Listener<K>): () => void
  off<K extends EventName>(event: K, listener: Listener<K>): void
}

/** `window.Comptoir`. */
export interface Comptoir extends Calls {
  /** A call by its name, as the page's stub takes it before the script has come: `Comptoir('open')`. */
  (method: string, ...args: unknown[]): unknown
  /** Every shop on the page by its key; `window.Comptoir` is the first of them. */
  shops: Record<string, Comptoir>
}

/** `window.Comptoir = window.Comptoir || function () { (Comptoir.q = Comptoir.q || []).push(arguments) }` */
export interface Stub {
  q?: Iterable<unknown>[]
  shops?: undefined
}

declare global {
  interface Window {
    Comptoir?: Comptoir | Stub | undefined
  }
}

import type { Customer, Message, Score, Ticket } from '@comptoir/sdk/contract'

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
  /** The shopper has rated a conversation. */
  rating: { ticketId: string; score: Score }
  /** `code` is one of the API's, or `network` when the server was not reached. */
  error: { code: string; detail: string }
}
export type EventName = keyof EventDetails
export type Listener<K extends EventName> = (detail: EventDetails[K]) => void

/** What the page knows, and nobody has checked: agents see it as claimed. What is left out stays; `null` takes it back. */
export interface PageContext {
  /** Else the page's own address and title. */
  page?: { url: string; title?: string } | null
  /** Becomes the order of the next conversation. */
  order?: { id: string } | null
  cart?: Cart | null
}
export interface Cart {
  /** In the currency's own unit: 49.9 is 49 euros 90. */
  total: number
  /** ISO 4217, such as `EUR`. */
  currency: string
  items?: { name: string; quantity?: number; price?: number }[]
}

/** What loads the panel when it is not there yet. */
export interface PanelCalls {
  open(): Promise<void>
  toggle(): Promise<void>
  /** Opens the panel on a new conversation, with `prefill` in the composer. */
  newConversation(options?: { prefill?: string }): Promise<void>
  /** Opens the panel on one of the shopper's conversations. */
  openConversation(id: string): Promise<void>
  /** Opens the panel on an article of the shop's. */
  openArticle(id: string): Promise<void>
  /** Sends into the present conversation, or into a new one. Answers the message's `clientId` once it is safely in the outbox. */
  sendMessage(text: string): Promise<string>
  /**
   * Says who the shopper is, by a token that the shop's backend has signed. `refresh` is asked for another when this one
   * has come to its end; without it, the shopper stays who they are for as long as the session lasts.
   */
  identify(who: { token: string; refresh?: () => string | Promise<string> }): Promise<Customer>
  /** Ends the shopper's session and forgets everything kept for it in this browser. */
  logout(): Promise<void>
}

/** Every call but `on`, `once` and `off` answers a promise; one that fails and is not awaited never troubles the page. */
export interface Calls extends PanelCalls {
  close(): Promise<void>
  /** Shows the launcher. */
  show(): Promise<void>
  /** Hides the launcher and closes the panel. */
  hide(): Promise<void>
  /**
   * Takes the widget off the page: no node, listener, timer, socket or global of it stays. The shopper's session and what
   * is unsent are kept for the next page, unless `logout()` was called before.
   */
  destroy(): Promise<void>
  /** BCP 47; a language that is not spoken is answered in the nearest one that is. */
  setLocale(locale: string): Promise<void>
  /** `auto` is as the page is, and where it does not say, as the system. */
  setTheme(theme: 'light' | 'dark' | 'auto'): Promise<void>
  setPosition(position: 'left' | 'right'): Promise<void>
  setContext(context: PageContext): Promise<void>
  /** With `data-consent="required"`: nothing is stored before `true`, and what was is taken back with `false`. */
  setConsent(granted: boolean): Promise<void>
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
  tag?: undefined
}

/** `window.Comptoir = window.Comptoir || function () { (Comptoir.q = Comptoir.q || []).push(arguments) }` */
export interface Stub {
  q?: Iterable<unknown>[]
  /** In place of the tag's attributes, where a module has loaded the widget: see `module/index.ts`. */
  tag?: { src: string; dataset: Record<string, string | undefined> } | undefined
  shops?: undefined
}

declare global {
  interface Window {
    Comptoir?: Comptoir | Stub | undefined
  }
}

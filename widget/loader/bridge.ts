import type { Words } from '../panel/locales/say.ts'
import type { Calls, EventDetails, EventName } from './api.ts'

export interface Speech {
  /** BCP 47, for dates and numbers. */
  locale: string
  words: Words
}

/** What the loader lends to the panel. */
export interface Bridge {
  /** The server, without a slash at its end. */
  url: string
  shopKey: string
  speech: Speech
  /** Stands around panel and launcher, and carries the colours. */
  frame: HTMLElement
  button: HTMLButtonElement
  /** Takes what the shop has set, `#rrggbb` and `left` or `right`; what the tag says goes first. */
  dress(color: string | undefined, position: string | undefined): void
  emit<K extends EventName>(event: K, detail: EventDetails[K]): void
  /** Aborted by `destroy()`. */
  signal: AbortSignal
}

/** What the panel answers with. */
export type Panel = Pick<
  Calls,
  'open' | 'close' | 'toggle' | 'newConversation' | 'sendMessage' | 'identify' | 'logout'
> & {
  unreadCount(): number
  speak(speech: Speech): void
}

/** The panel's file. */
export interface PanelModule {
  mount(bridge: Bridge): Panel
}

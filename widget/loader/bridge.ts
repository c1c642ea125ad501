import type { Words } from '../panel/locales/say.ts'
import type { Calls, EventDetails, EventName, PageContext } from './api.ts'
import type { Look } from './look.ts'

export interface Speech {
  /** BCP 47, for dates and numbers. */
  locale: string
  words: Words
}

/** What the tag says, and what the page has said since: `setTheme('dark')` is as `data-theme="dark"`. */
export interface Tag extends Look {
  [setting: string]: unknown
  locale?: unknown
  /** The launcher's name, until the language's words are there. */
  label?: string
  /** The page has its own: a CSS selector of buttons that open and close the panel, or `hidden` for calls alone. */
  launcher?: string
  /** `required`, until the page allows it by `setConsent(true)`: nothing is stored. */
  consent?: unknown
  context?: PageContext
  /** The panel is loaded when the page is idle, and says what the shop wants said. */
  proactive?: string
}

/** The script's tag, as far as it is read. */
export interface Script {
  src: string
  dataset: DOMStringMap | Record<string, string | undefined>
}

/** What the loader lends to the panel. */
export interface Bridge {
  /** The server, without a slash at its end. */
  url: string
  shopKey: string
  speech: Speech
  tag: Tag
  /** Stands around panel and launcher, and carries the colours. */
  frame: HTMLElement
  button: HTMLButtonElement
  /** Takes what the shop has set; what the tag says goes first. Answers both together. */
  dress(look?: Look): Look
  /** The words of the language that is wished for now. */
  speak(): Promise<Speech>
  emit<K extends EventName>(event: K, detail: EventDetails[K]): void
  /** Aborted by `destroy()`. */
  signal: AbortSignal
}

/** What the panel answers with: every call of the page's that the loader does not answer by itself. */
export type Panel = Omit<Calls, 'show' | 'hide' | 'destroy' | 'on' | 'once' | 'off'>

/** Calls by their names. */
export type Named = Record<string, (...args: unknown[]) => unknown>

/** The panel's file. */
export interface PanelModule {
  mount(bridge: Bridge): Promise<Panel>
}

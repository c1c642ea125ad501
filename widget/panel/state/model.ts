import type { ConnectionState, NewChat, ShopperClient, Thread } from '@comptoir/sdk'
import type { MessageFile, TicketId, WidgetSettings } from '@comptoir/sdk/contract'
import type { ComponentChild } from 'preact'
import type { Bridge, Speech } from '../../loader/bridge.ts'
import { createSay, type Say } from '../locales/say.ts'
import { createDates, type Dates } from '../parts/dates.ts'
import type { Row } from './tickets.ts'

/** Everything that is drawn. The thread holds its own messages. */
export interface Model {
  open: boolean
  screen: 'chat' | 'list'
  /** What the server knows of the shop and the shopper is being asked. */
  loading: boolean
  /** It could not be asked. */
  trouble: boolean
  /** It has refused this page or its key, and asking again would not help. */
  refused: boolean
  shop: WidgetSettings | null
  rows: Row[]
  /** Where the list of conversations goes on. */
  cursor: string | null
  /** `null` until it is known where the shopper goes on. */
  thread: Thread | null
  /** The ticket that is shown, though it may not be read yet; `''` while it is to be made. */
  ticketId: TicketId | ''
  /** The page asks for this article of the shop's. */
  article?: string
  /** Counts the threads that were shown: another one is drawn afresh. */
  turn: number
  connection: ConnectionState
  draft: string
  /** The part that deals with files, once it is loaded; what it has attached to the draft; and whether some of it is not there yet. */
  files?: FilesPart | undefined
  attached?: readonly MessageFile[] | undefined
  busy?: boolean
  /** The other parts that come later, once they are loaded. */
  parts: Partial<Record<PartName, Part>>
  /** Asked before the first message of a new conversation goes: `false` holds it back. */
  gate?: (() => boolean) | undefined
  place: Place
  /** For those who cannot see it happen. */
  status: string
  locale: string
  say: Say
  dates: Dates
}

/** What the panel lends to the part that deals with files. */
export interface Kit {
  model: Model
  client: ShopperClient
  frame: HTMLElement
  update: () => void
}

/** A part of its own: `files/files.tsx`. */
export interface FilesPart {
  take(kit: Kit, files: readonly File[] | undefined): void
  Tray(props: { model: Model }): ComponentChild
  Shown(props: { files: readonly MessageFile[]; model: Model }): ComponentChild
}

/** What the panel lends to the parts that come later. */
export interface PartKit {
  model: Model
  actions: Actions
  client: ShopperClient
  bridge: Bridge
  update: () => void
}

/** A part that comes later: opened once, then drawn. */
export interface Part {
  open(kit: PartKit): unknown
  View?(props: { model: Model; actions: Actions }): ComponentChild
}

export type PartName = 'start' | 'list' | 'care' | 'options' | 'emoji' | 'alerts' | 'rules' | 'back'

/** Where the shopper is in the log, as it was last drawn. */
export interface Place {
  /** The newest message is in sight. */
  atEnd: boolean
  /** The key of the first message. */
  first: string
  /** What is read at the top: it stays there, whatever comes before it. */
  anchor?: { key: string; top: number } | undefined
  /** The key of the last message that is drawn; `''` for the newest. */
  until: string
  loading: boolean
}

export const newPlace = (): Place => ({ atEnd: true, first: '', until: '', loading: false })

export const newModel = (speech: Speech): Model => ({
  open: false,
  screen: 'chat',
  loading: false,
  trouble: false,
  refused: false,
  shop: null,
  rows: [],
  cursor: null,
  thread: null,
  ticketId: '',
  turn: 0,
  connection: 'idle',
  draft: '',
  parts: {},
  place: newPlace(),
  status: '',
  ...voice(speech),
})

export const voice = ({ locale, words }: Speech): Pick<Model, 'locale' | 'say' | 'dates'> => ({
  locale,
  say: createSay(locale, words),
  dates: createDates(locale),
})

/** What the shopper and the page can do. */
export interface Actions {
  /** `quietly`: the focus stays where it is. */
  open(quietly?: boolean): void
  close(): void
  /** Asks the server what it knows of the shop and the shopper. */
  load(): Promise<void>
  /** Takes up the conversation where the shopper goes on. */
  goOn(): void
  /** Another shopper, or none: everything from the start. */
  restart(): Promise<void>
  /** Forgets the shopper in this browser, and tells the server. */
  logout(): Promise<void>
  /** Fetches the conversations anew. */
  refresh(): Promise<void>
  showList(): void
  more(): Promise<void>
  pick(id: TicketId): void
  /** `about`: what the new conversation is about, as far as it is known. */
  startNew(draft?: string, about?: NewChat): void
  /** Loads a part that comes later; without a network, another drawing asks again. */
  need(part: PartName): void
  /** Sees to what the shop says without being asked. */
  prompt(): Promise<void>
  write(draft: string): void
  /**
   * Answers the message's `clientId`.
   *
   * @throws Failure `invalid` for an empty or over-long text; `unavailable` when the outbox is full
   */
  send(text: string): string
  discard(clientId: string): void
  /** Attaches what was dropped or pasted; without anything, the shopper picks. */
  attach(files?: readonly File[]): Promise<void>
  loadEarlier(): Promise<void> | undefined
  scrolled(atEnd: boolean): void
  /** Draws another part of a long thread. */
  slide(until: string): void
  /** Tells the page of a failure that the panel shows in its own way. */
  fail(failure: unknown): void
}

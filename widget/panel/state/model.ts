import type { ConnectionState, Thread } from '@comptoir/sdk'
import type { WidgetSettings } from '@comptoir/sdk/contract'
import type { Speech } from '../../loader/bridge.ts'
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
  shop: WidgetSettings | null
  rows: Row[]
  /** Where the list of conversations goes on. */
  cursor: string | null
  /** `null` until it is known where the shopper goes on. */
  thread: Thread | null
  /** Counts the threads that were shown: another one is drawn afresh. */
  turn: number
  connection: ConnectionState
  draft: string
  place: Place
  /** For those who cannot see it happen. */
  status: string
  locale: string
  say: Say
  dates: Dates
}

/** Where the shopper is in the log, as it was last drawn. */
export interface Place {
  /** The newest message is in sight. */
  atEnd: boolean
  /** The key of the first message. */
  first: string
  height: number
  loading: boolean
}

export const newPlace = (): Place => ({ atEnd: true, first: '', height: 0, loading: false })

export const newModel = (speech: Speech): Model => ({
  open: false,
  screen: 'chat',
  loading: false,
  trouble: false,
  shop: null,
  rows: [],
  cursor: null,
  thread: null,
  turn: 0,
  connection: 'idle',
  draft: '',
  place: newPlace(),
  status: '',
  ...voice(speech),
})

export const voice = ({ locale, words }: Speech): Pick<Model, 'locale' | 'say' | 'dates'> => ({
  locale,
  say: createSay(locale, words),
  dates: createDates(locale),
})

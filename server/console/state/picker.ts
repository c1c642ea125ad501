import type { TicketPriority, TicketStatus } from '@comptoir/sdk/contract'
import type { IconName } from '../parts/icon.tsx'
import { createStore, type Source } from './source.ts'

/** What stands before a choice. */
export type Mark =
  | { icon: IconName }
  | { status: TicketStatus }
  | { priority: TicketPriority }
  | { person: { id: string; name: string | null; present?: boolean } }

export interface Choice {
  key: string
  label: string
  mark: Mark
  /** A word on the right: a time, a state, a figure. */
  hint?: string
  /** The keys that do the same without the list. */
  keys?: readonly string[]
  /** It is so at present. */
  current?: boolean
  /** More words under which it is found. */
  also?: string
  pick(): void
}

/** What is asked: a list that typing narrows, or one that is made of what is typed. */
export interface Question {
  title: string
  placeholder: string
  /** Text where nothing is said. */
  input?: 'number' | 'date' | 'datetime-local'
  /** What the field begins with. */
  text?: string
  /** Said where nothing is to be chosen. */
  none?: string
  choices(text: string): readonly Choice[] | Promise<readonly Choice[]>
}

const asked = createStore<Question | null>(null)
export const question: Source<Question | null> = asked

/** Opens the list; the next question takes the place of the one before. */
export const ask = (what: Question): void => asked.set(what)
export const endQuestion = (): void => asked.set(null)

/** Those whose words begin, somewhere, as the typed ones do; accents and capitals do not matter. */
export function matching(choices: readonly Choice[], text: string): readonly Choice[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return choices
  return choices.filter(({ label, also = '' }) => {
    const own = plain(`${label} ${also}`)
    return words.every((word) => own.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word)) || own.includes(word))
  })
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

import type { Ticket } from '@comptoir/sdk/contract'
import { createStore, type Source } from './source.ts'

/** What of a change of many was refused, and why. */
export interface Results {
  lines: readonly { ticket: Ticket | undefined; why: string }[]
  /** Takes back what was done. */
  undo: (() => void) | null
}

const shown = createStore<Results | null>(null)
export const results: Source<Results | null> = shown
export const showResults = (found: Results | null): void => shown.set(found)

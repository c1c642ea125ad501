import { useMemo } from 'preact/hooks'
import type { Asks } from './asks.ts'
import { type Console, useConsole } from './console.ts'
import { type Reader, useReader } from './language.ts'

/** The questions and their lists are not needed to show the inbox: their code comes with the first one. */
export interface Later {
  asks(then: (asks: Asks) => void): void
  filters(then: (filters: typeof import('./ask-filters.ts'), desk: Console, reader: Reader) => void): void
}

export function useLater(): Later {
  const desk = useConsole()
  const reader = useReader()
  return useMemo(
    () => ({
      asks: (then) => void import('./asks.ts').then(({ openAsks }) => then(openAsks(desk, reader))),
      filters: (then) => void import('./ask-filters.ts').then((filters) => then(filters, desk, reader)),
    }),
    [desk, reader],
  )
}

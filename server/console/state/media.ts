import { useMemo } from 'preact/hooks'
import { type Source, useSource } from './source.ts'

function media(query: string): Source<boolean> {
  const list = matchMedia(query)
  return {
    get: () => list.matches,
    subscribe(listener) {
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
  }
}

export const useMedia = (query: string): boolean => useSource(useMemo(() => media(query), [query]))

/** Room for the details beside the thread. */
export const WIDE = '(min-width: 1360px)'
/** One pane at a time. */
export const NARROW = '(max-width: 767px)'

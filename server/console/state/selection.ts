import { createStore, type Source } from './source.ts'

/** The tickets that are chosen together, by id, in the order of their choice. */
export interface Selection extends Source<ReadonlySet<string>> {
  toggle(id: string): void
  /** All from the one chosen last to this one, in the order of the list. */
  reach(ids: readonly string[], id: string): void
  set(ids: Iterable<string>): void
  clear(): void
}

/** As many as one request may change. */
const MOST = 500

export function createSelection(): Selection {
  const state = createStore<ReadonlySet<string>>(new Set())
  let last: string | null = null
  const set = (ids: Iterable<string>) => state.set(new Set([...ids].slice(0, MOST)))
  return {
    ...state,
    set,
    toggle(id) {
      const now = new Set(state.get())
      if (!now.delete(id)) now.add(id)
      last = id
      set(now)
    },
    reach(ids, id) {
      const [from, to] = [ids.indexOf(last ?? id), ids.indexOf(id)].sort((a, b) => a - b)
      if (from === undefined || to === undefined || from < 0) return
      set([...state.get(), ...ids.slice(from, to + 1)])
      last = id
    },
    clear() {
      last = null
      if (state.get().size > 0) state.set(new Set())
    },
  }
}

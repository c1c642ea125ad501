import { useLayoutEffect, useReducer } from 'preact/hooks'

/** Something that can be read and watched: our stores, and the threads of the SDK. */
export interface Source<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

export interface Store<T> extends Source<T> {
  set(value: T): void
  /** Sets what `change` makes of the present value. */
  turn(change: (value: T) => T): void
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const set = (next: T) => {
    if (Object.is(next, value)) return
    value = next
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => value,
    set,
    turn: (change) => set(change(value)),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The value of a source, drawn again whenever it changes. */
export function useSource<T>(source: Source<T>): T {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const drawn = source.get()
  useLayoutEffect(() => {
    const stop = source.subscribe(() => draw(undefined))
    // It may have changed between drawing and watching.
    if (!Object.is(drawn, source.get())) draw(undefined)
    return stop
  }, [source])
  return drawn
}

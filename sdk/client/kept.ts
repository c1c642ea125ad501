import type { Storage } from './types.ts'

/** One value in storage. Reading it again gives the same reference until it changes. */
export interface Kept<T> {
  read(): T | null
  write(value: T | null): void
}

/** `localStorage` or `sessionStorage` where there is one: merely looking at it may throw. */
export function pageStorage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return globalThis.window?.[name]
  } catch {
    return undefined
  }
}

/**
 * Keeps a value as JSON under `key`. A storage that is missing, full or forbidden is replaced by memory; what others
 * have left there goes through `mend`, which may throw and answers `null` for what cannot be used.
 */
export function keep<T>(storage: Storage | undefined, key: string, mend: (value: T) => T | null): Kept<T> {
  let memory: string | null = null
  let broken = !storage
  let text: string | null = null
  let value: T | null = null

  const raw = () => {
    try {
      if (!broken && storage) return storage.getItem(key)
    } catch {
      broken = true
    }
    return memory
  }
  return {
    read() {
      const now = raw()
      if (now === text) return value
      text = now
      try {
        value = now === null ? null : mend(JSON.parse(now))
      } catch {
        value = null
      }
      return value
    },
    write(next) {
      memory = next === null ? null : JSON.stringify(next)
      try {
        if (memory === null) storage?.removeItem(key)
        else storage?.setItem(key, memory)
        broken = !storage
      } catch {
        broken = true
      }
    },
  }
}

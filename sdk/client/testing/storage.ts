import type { Storage } from '../types.ts'

/** A storage that forgets with the test. */
export function aMap(): Storage & { keys(): string[] } {
  const map = new Map<string, string>()
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  }
}

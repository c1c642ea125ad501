/** What the panel leaves for the next page, in `localStorage` for the loader: the shop's look, as JSON. */
export const lookKey = (shopKey: string): string => `comptoir:${shopKey}:look`

export type Place = 'localStorage' | 'sessionStorage'

/** Shops whose page has not allowed anything to be kept, and what is held in its place, by its place and key. */
export const withheld = new Set<string>()
export const held = new Map<string, string>()

// Followed by `:` or `@`: no key begins with another's.
export const isMine = (shopKey: string, key: string): boolean => /^[:@]/.test(key.replace(`comptoir:${shopKey}`, ''))
const mayKeep = (key: string) => ![...withheld].some((shopKey) => isMine(shopKey, key))

/** One of the page's storages, or memory where its page has not allowed it. Throws as the page's own does. */
export const openStorage = (place: Place) => ({
  getItem: (key: string) => (mayKeep(key) ? window[place].getItem(key) : (held.get(`${place} ${key}`) ?? null)),
  setItem(key: string, value: string) {
    if (mayKeep(key)) window[place].setItem(key, value)
    else held.set(`${place} ${key}`, value)
  },
  removeItem(key: string) {
    if (mayKeep(key)) window[place].removeItem(key)
    else held.delete(`${place} ${key}`)
  },
})

/** A storage that is forbidden holds nothing. */
export function recall(place: Place, key: string): string {
  try {
    return openStorage(place).getItem(key) ?? ''
  } catch {
    return ''
  }
}

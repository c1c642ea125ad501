/** What the panel leaves for the next page, in `localStorage` for the loader: the shop's look, as JSON. */
export const lookKey = (shopKey: string): string => `comptoir:${shopKey}:look`

export type Place = 'localStorage' | 'sessionStorage'

/** Shops whose page has not allowed anything to be kept, and what is held in its place, by its place and key. */
const withheld = new Set<string>()
const held = new Map<string, string>()

// Followed by `:` or `@`: no key begins with another's.
const isMine = (shopKey: string, key: string) => /^[:@]/.test(key.replace(`comptoir:${shopKey}`, ''))
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

/** What the page allows of a shop: what was held is stored now, or what was stored is held. */
export function consent(shopKey: string, allowed: boolean): void {
  for (const [name, value] of takeAll(shopKey)) held.set(name, value)
  if (!allowed) return void withheld.add(shopKey)
  withheld.delete(shopKey)
  for (const [name, value] of [...held].filter(([name]) => name.includes(`comptoir:${shopKey}`))) {
    const [place, key = ''] = name.split(/ (.*)/)
    held.delete(name)
    try {
      openStorage(place === 'localStorage' ? place : 'sessionStorage').setItem(key, value)
    } catch {
      // A storage that is forbidden or full keeps nothing, as it would have from the start.
    }
  }
}

/** Takes out what is stored of a shop, by place and key. */
function takeAll(shopKey: string): [name: string, value: string][] {
  return (['localStorage', 'sessionStorage'] as const).flatMap((place) => {
    try {
      const storage = window[place]
      const keys = Object.keys(storage).filter((key) => isMine(shopKey, key))
      return keys.map((key): [string, string] => {
        const value = storage.getItem(key) ?? ''
        storage.removeItem(key)
        return [`${place} ${key}`, value]
      })
    } catch {
      return []
    }
  })
}

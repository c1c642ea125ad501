import { held, isMine, openStorage, withheld } from '../../loader/keep.ts'

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

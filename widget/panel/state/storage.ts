import { openStorage } from '../../loader/keep.ts'

/** In `sessionStorage`, while the panel stands open: it does so on the next page too. */
export const openKey = (shopKey: string): string => `comptoir:${shopKey}:open`

/** In `sessionStorage`, the ticket that was shown last: where its list cannot be read, the shopper goes on there. */
export const lastKey = (shopKey: string): string => `comptoir:${shopKey}:last`

/** In `localStorage`: what the shopper has allowed to beep, to pop up and to stand in the title. */
export const alertsKey = (shopKey: string): string => `comptoir:${shopKey}:alerts`

/** In `localStorage`, where the tag says `data-proactive`: the sentences that were said, and the visits with the time of the last. */
export const shownKey = (shopKey: string): string => `comptoir:${shopKey}:said`
export const visitsKey = (shopKey: string): string => `comptoir:${shopKey}:visits`

/** The page's storage may be forbidden or full: then nothing outlives the page, and nothing else changes. */
export function store(storage: 'localStorage' | 'sessionStorage', key: string, value: string): void {
  try {
    if (value) openStorage(storage).setItem(key, value)
    else openStorage(storage).removeItem(key)
  } catch {
    // As said: what could not be kept is only missed.
  }
}

/** In `sessionStorage`, what is being written in a conversation; with no id, in one that does not exist yet. */
export const draftKey = (shopKey: string, ticketId: string): string => `comptoir:${shopKey}:draft:${ticketId}`

export function forgetDrafts(shopKey: string): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(draftKey(shopKey, ''))) store('sessionStorage', key, '')
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

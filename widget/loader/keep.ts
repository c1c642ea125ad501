/**
 * What the panel leaves for the loader of the next page, in `localStorage`: the shop's colour and side, and whether the
 * shopper is known: `#1f5eff right known`.
 */
export const lookKey = (shopKey: string): string => `comptoir:${shopKey}:look`
/** In `sessionStorage`, while the panel stands open. */
export const openKey = (shopKey: string): string => `comptoir:${shopKey}:open`

/** A storage that is forbidden holds nothing. */
export function recall(storage: 'localStorage' | 'sessionStorage', key: string): string {
  try {
    return window[storage].getItem(key) ?? ''
  } catch {
    return ''
  }
}

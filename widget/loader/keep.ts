/**
 * What the panel leaves for the next page, in `localStorage` for the loader: the shop's colour and side, and whether the
 * panel has something to do there: `#1f5eff right wanted`.
 */
export const lookKey = (shopKey: string): string => `comptoir:${shopKey}:look`

/** A storage that is forbidden holds nothing. */
export function recall(storage: 'localStorage' | 'sessionStorage', key: string): string {
  try {
    return window[storage].getItem(key) ?? ''
  } catch {
    return ''
  }
}

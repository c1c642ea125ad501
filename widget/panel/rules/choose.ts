import type { ProactiveRule } from '@comptoir/sdk'

/** Where the visitor is, and how things stand. */
export interface Scene {
  path: string
  /** Since they have come to this page. */
  seconds: number
  cart: number
  /** Before this one. */
  visits: number
  isOpen: boolean
}

/** The first that fits and was not said to this visitor before. */
export const choose = (rules: readonly ProactiveRule[], scene: Scene, shown: readonly string[]): ProactiveRule | null =>
  rules.find((rule) => !shown.includes(rule.id) && fits(rule, scene)) ?? null

function fits({ when }: ProactiveRule, { path, seconds, cart, visits, isOpen }: Scene): boolean {
  const { pages, hours } = when
  return (
    (!pages || pages.some((pattern) => isLike(path, pattern))) &&
    seconds >= (when.seconds ?? 0) &&
    cart >= (when.cart ?? 0) &&
    visits >= (when.visits ?? 0) &&
    (!hours || (hours === 'open') === isOpen)
  )
}

/** Piece by piece, so that no pattern takes long. */
function isLike(path: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return path === first || path === `${first}/`
  if (!path.startsWith(first)) return false
  const last = rest.pop() ?? ''
  let at = first.length
  for (const piece of rest) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}

import type { Comptoir, Stub } from '../loader/api.ts'

export type * from '../loader/api.ts'

/** The attributes of the tag, without `data-`. */
export interface LoadOptions {
  /** The server, such as `https://support.shop.example`. */
  url: string
  /** The shop's publishable key, `pk_…`. */
  shop: string
  /** BCP 47; else the page's, else the browser's. */
  locale?: string
  /** `#rrggbb`. */
  color?: string
  position?: 'left' | 'right'
  theme?: 'light' | 'dark' | 'auto'
  /** CSS lengths: the distance from the edges of the window, and of the corners. */
  x?: string
  y?: string
  radius?: string
  /** The launcher's name until the words of its language are there. */
  label?: string
  /** A CSS selector of the page's own buttons, or `hidden`. */
  launcher?: string
  /** Nothing is stored before `setConsent(true)`. */
  consent?: 'required'
  proactive?: 'on'
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Puts the widget on the page, from a bundle: the module holds none of it, so that it is always the server's own. The
 * same shop twice is one widget.
 *
 * @throws Error where there is no page, or when the server cannot be reached
 * @example
 * const comptoir = await loadComptoir({ url: 'https://support.shop.example', shop: 'pk_…' })
 * comptoir.on('unread', ({ count }) => setBadge(count))
 */
export function loadComptoir(options: LoadOptions): Promise<Comptoir> {
  const loaded = last.then(() => load(options))
  // One after the other: each finds its own options on the page.
  last = loaded.catch(() => {})
  return loaded
}

async function load({ url, shop, ...attributes }: LoadOptions): Promise<Comptoir> {
  if (typeof document === 'undefined') throw new Error('Expected a page to put the widget on: call it in the browser.')
  const src = `${url.replace(/\/+$/, '')}/widget.js`
  const standing = () => window.Comptoir?.shops?.[shop]
  if (standing()) return standing() as Comptoir
  const before = window.Comptoir
  const tag = { src, dataset: { shop, ...attributes } }
  const carrier: Stub = before && !before.shops ? before : { q: [] }
  window.Comptoir = Object.assign(before ?? carrier, { tag })
  try {
    // Another address each time: a module that was loaded before is not run again after `destroy()`.
    await import(/* @vite-ignore */ /* webpackIgnore: true */ `${src}?${count++}`)
  } finally {
    const now: { tag?: unknown } | undefined = window.Comptoir
    delete now?.tag
  }
  const comptoir = standing()
  if (!comptoir)
    throw new Error('Expected a browser that knows style sheets of scripts: Chrome 115, Firefox 115, Safari 16.4.')
  return comptoir
}
let count = 0

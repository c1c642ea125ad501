import type { Comptoir } from './api.ts'
import { standUp } from './widget.ts'

const script = document.currentScript ?? document.querySelector('script[data-shop][src*="widget.js"]')
if (script instanceof HTMLScriptElement && 'replaceSync' in CSSStyleSheet.prototype) install(script)

function install({ src, dataset }: HTMLScriptElement): void {
  const { shop, locale, color, position, launcher } = dataset
  const before = window.Comptoir
  const shops = before?.shops ?? {}
  if (!shop) return console.warn('Comptoir: the script tag needs data-shop="pk_…".')
  if (Object.hasOwn(shops, shop)) return

  const calls = standUp(
    { url: new URL('.', src).href.slice(0, -1), shopKey: shop, locale, color, position, launcher },
    () => {
      delete shops[shop]
      if (window.Comptoir !== comptoir) return
      const [next] = Object.values(shops)
      if (next) window.Comptoir = next
      else delete window.Comptoir
    },
  )
  const comptoir: Comptoir = Object.assign(
    (name: string, ...args: unknown[]): unknown => {
      const call = Reflect.get(calls, name)
      return call ? Reflect.apply(call, calls, args) : console.warn(`Comptoir: there is no call "${name}".`)
    },
    calls,
    { shops },
  )
  shops[shop] = comptoir
  if (before?.shops) return
  window.Comptoir = comptoir
  for (const [name, ...args] of Array.from(before?.q ?? [], (call) => Array.from(call))) comptoir(String(name), ...args)
}

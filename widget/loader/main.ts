import type { Comptoir } from './api.ts'
import { standUp } from './widget.ts'

const script = document.currentScript ?? document.querySelector('script[src*=widget][data-shop]')
// Without style sheets of its own, an old browser gets no widget, and the page no error.
if (script instanceof HTMLScriptElement && 'replaceSync' in CSSStyleSheet.prototype) install(script)

function install({ src, dataset }: HTMLScriptElement): void {
  const { shop } = dataset
  const before = window.Comptoir
  const shops = before?.shops ?? {}
  if (!shop) return console.warn('Comptoir: no data-shop')
  if (shops[shop]) return

  const calls = standUp(new URL('.', src).href.slice(0, -1), shop, dataset, () => {
    delete shops[shop]
    if (window.Comptoir === comptoir) window.Comptoir = Object.values(shops)[0]
    if (!window.Comptoir) delete window.Comptoir
  })
  const comptoir: Comptoir = Object.assign(
    (name: string, ...args: unknown[]): unknown => {
      const call = Reflect.get(calls, name)
      return call ? call(...args) : console.warn('Comptoir: no', name)
    },
    calls,
    { shops },
  )
  shops[shop] = comptoir
  if (before?.shops) return
  window.Comptoir = comptoir
  for (const [name, ...args] of before?.q ?? []) comptoir(`${name}`, ...args)
}

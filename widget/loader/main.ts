import type { Comptoir } from './api.ts'
import type { Script } from './bridge.ts'
import { standUp } from './widget.ts'

const script = window.Comptoir?.tag ?? document.currentScript
// Without style sheets of its own, an old browser gets no widget, and the page no error.
if (script && 'replaceSync' in CSSStyleSheet.prototype) install(script as Script)

function install({ src, dataset }: Script): void {
  const { shop } = dataset
  const before = window.Comptoir
  const shops = before?.shops ?? {}
  if (!shop) return console.warn('Comptoir: no', 'data-shop')
  if (shops[shop]) return

  const calls = standUp(new URL('.', src).href.slice(0, -1), shop, { ...dataset }, () => {
    delete shops[shop]
    ;[window.Comptoir] = Object.values(shops)
    if (!window.Comptoir) delete window.Comptoir
  })
  const comptoir: Comptoir = Object.assign(
    (name: string, ...args: unknown[]): unknown => {
      const call = calls[name]
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

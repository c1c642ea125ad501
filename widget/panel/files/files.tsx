import type { Kit } from '../state/model.ts'
import styles from './files.css'
import { add, trayOf } from './uploads.ts'

export { Shown } from './shown.tsx'
export { Tray } from './tray.tsx'

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)

/** Without files, the shopper picks some: on a phone, from its camera too. With none, all is made ready for some. */
export function take(kit: Kit, files: readonly File[] | undefined): void {
  const tray = trayOf(kit)
  const root = kit.frame.getRootNode()
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
  if (files) return add(tray, files)
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => add(tray, [...(input.files ?? [])])
  input.click()
}

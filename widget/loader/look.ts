import { asColor, textOn } from './color.ts'

/** How the shop shows itself: by its settings, then by its tag, then by calls; the later go first. */
export interface Look {
  /** `#rrggbb`. */
  color?: string
  position?: string
  /** From the edges of the window, as lengths of CSS: `20px` when left out. */
  x?: string
  y?: string
  /** Of the corners: `0px` is square. */
  radius?: string
  theme?: string
  /** Its address; shown in the panel's header. */
  logo?: string
}

const COLOR = '#1f5eff'

export function dress({ style, classList }: HTMLElement, { color, position, x, y, radius }: Look): void {
  const brand = asColor(color) ?? COLOR
  for (const [name, value = ''] of Object.entries({ brand, on: textOn(brand), x, y, radius }))
    style.setProperty(`--${name}`, value)
  classList.toggle('left', position === 'left')
}

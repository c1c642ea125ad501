import type { Bridge } from '../../loader/bridge.ts'

/** Where the panel fills the window: as in `panel.css`. */
const SMALL = '(max-width: 479px), (max-height: 479px) and (max-width: 959px)'

export const isSmall = (): boolean => matchMedia(SMALL).matches

/** Keeps the panel above the keyboard of a phone, which covers the page without making it smaller. */
export function fitToKeyboard({ frame, signal }: Bridge, fitted: () => void): void {
  const view = window.visualViewport
  const fit = () => {
    // Zoomed in, the shopper looks at a part of the panel: that is no reason to shrink it.
    const zoomed = !view || view.scale > 1.05
    frame.style.setProperty('--height', zoomed ? '' : `${view.height}px`)
    frame.style.setProperty('--top', zoomed ? '' : `${view.offsetTop}px`)
    fitted()
  }
  view?.addEventListener('resize', fit, { signal })
  view?.addEventListener('scroll', fit, { signal })
  fit()
}

/** Puts the focus into the panel, where a finger has not asked for the keyboard yet. */
export function enter({ frame }: Bridge): void {
  const wanted = matchMedia('(pointer: coarse)').matches ? '.panel' : 'textarea'
  const target = frame.querySelector<HTMLElement>(wanted) ?? frame.querySelector<HTMLElement>('.panel')
  target?.focus({ preventScroll: true })
}

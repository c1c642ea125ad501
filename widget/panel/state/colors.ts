import type { WidgetSettings } from '@comptoir/sdk/contract'
import type { Bridge } from '../../loader/bridge.ts'
import { readable } from '../parts/readable.ts'

/** The panel's surfaces in `panel.css`, light and dark. */
const LIGHT = '#ffffff'
const DARK = '#17181b'

/** Dresses launcher and panel in the shop's colour; text in that colour keeps its contrast on both surfaces. */
export function paint({ frame, dress }: Bridge, shop?: Pick<WidgetSettings, 'color' | 'position'>): void {
  if (shop) dress(shop.color, shop.position)
  const brand = frame.style.getPropertyValue('--brand')
  frame.style.setProperty('--on-light', readable(brand, LIGHT))
  frame.style.setProperty('--on-dark', readable(brand, DARK))
}

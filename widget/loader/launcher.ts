import { textOn } from './color.ts'
import styles from './launcher.css'

const SVG = 'http://www.w3.org/2000/svg'
const BUBBLE = 'M4 12a8 8 0 1 1 4.2 7L4 20l1-4.2A8 8 0 0 1 4 12z'
const CHEVRON = 'm6 9.5 6 6 6-6'

export interface Launcher {
  /** Stands on the page; everything of ours is within. */
  host: HTMLElement
  root: ShadowRoot
  frame: HTMLElement
  button: HTMLButtonElement
  wear(color: string, onTheLeft: boolean): void
  /** `name` is what a screen reader says. */
  badge(unread: number, name: string): void
  /** Says that the chat could not be reached; the empty text takes it back. */
  apologize(text: string): void
}

/** Built by hand, node by node: the page may require Trusted Types and forbid inline styles. */
export function buildLauncher(name: string): Launcher {
  const host = document.createElement('comptoir-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]

  const frame = add(root, 'div', 'frame')
  const sorry = add(frame, 'div', 'sorry')
  const button = add(frame, 'button', 'launch')
  button.type = 'button'
  button.append(icon(BUBBLE), icon(CHEVRON))
  const count = add(button, 'span', 'count')
  const attributes = { 'aria-expanded': 'false', 'aria-haspopup': 'dialog' }
  for (const [attribute, value] of Object.entries(attributes)) button.setAttribute(attribute, value)
  sorry.setAttribute('role', 'status')

  const launcher: Launcher = {
    host,
    root,
    frame,
    button,
    wear(color, onTheLeft) {
      frame.style.setProperty('--brand', color)
      frame.style.setProperty('--on', textOn(color))
      frame.classList.toggle('left', onTheLeft)
    },
    badge(unread, label) {
      button.setAttribute('aria-label', label)
      count.textContent = unread > 99 ? '99+' : String(unread)
      count.hidden = !unread
    },
    apologize(text) {
      sorry.textContent = text
    },
  }
  launcher.badge(0, name)
  return launcher
}

function add<K extends keyof HTMLElementTagNameMap>(to: ParentNode, tag: K, name: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.className = name
  to.append(element)
  return element
}

function icon(shape: string): Element {
  const svg = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', shape)
  svg.append(path)
  return svg
}

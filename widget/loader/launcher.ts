import styles from './launcher.css'

export interface Launcher {
  /** Stands on the page; everything of ours is within. */
  host: HTMLElement
  frame: HTMLElement
  button: HTMLButtonElement
}

/** Built node by node: the page may require Trusted Types and forbid inline styles. */
export function buildLauncher(): Launcher {
  const host = document.createElement('comptoir-chat')
  const frame = document.createElement('div')
  const button = document.createElement('button')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  root.append(frame)
  frame.append(button)
  frame.className = 'frame'
  button.className = 'launch'
  button.setAttribute('aria-expanded', 'false')
  return { host, frame, button }
}

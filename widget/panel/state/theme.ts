import type { Bridge } from '../../loader/bridge.ts'

/** Keeps the panel as dark as `theme` says: `auto` is as the page is, and where it does not say, as the system. Answers what to call when it may be another. */
export function followTheme({ frame, dress, signal }: Bridge): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const page = document.documentElement
  const wear = () => {
    const { theme } = dress()
    const said = theme === 'dark' || theme === 'light' ? theme : getComputedStyle(page).colorScheme
    frame.classList.toggle('dark', said === 'dark' || (said !== 'light' && system.matches))
  }
  system.addEventListener('change', wear, { signal })
  // Where pages keep their theme.
  const watch = new MutationObserver(wear)
  watch.observe(page, { attributeFilter: ['class', 'style', 'data-theme'] })
  signal.addEventListener('abort', () => watch.disconnect())
  return wear
}

import { useEffect, useRef } from 'preact/hooks'
import { keep } from './keep.ts'
import { createStore } from './source.ts'

export const KEYS = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  r: 'answer',
  n: 'note',
  e: 'resolve',
  o: 'open',
  x: 'select',
  a: 'assign',
  i: 'take',
  s: 'status',
  p: 'priority',
  c: 'category',
  t: 'tags',
  h: 'snooze',
  m: 'merge',
  '!': 'escalate',
  f: 'filter',
  z: 'undo',
  ']': 'details',
  '/': 'search',
  '?': 'help',
  Escape: 'back',
} as const
export type Shortcut = (typeof KEYS)[keyof typeof KEYS] | 'palette'
export type Deeds = Partial<Record<Shortcut, () => void>>

/** Single keys can be turned off: they get in the way of people who dictate (WCAG 2.1.4). */
export const singleKeys = createStore(keep.get('keys') !== 'off')
singleKeys.subscribe(() => keep.set('keys', singleKeys.get() ? '' : 'off'))

export interface Pressed {
  key: string
  modified: boolean
  /** Whether the key means something where it was pressed: a text, a choice, a dialog. */
  taken: boolean
  /** Whether it was pressed in the list of tickets, or nowhere in particular. */
  free: boolean
}

/** Ctrl-K, or ⌘K: it works wherever one is, in a text too. */
const isPalette = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) =>
  key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey

export function shortcutOf({ key, modified, taken, free }: Pressed, singles: boolean): Shortcut | null {
  if (modified || !Object.hasOwn(KEYS, key)) return null
  // Checked by `hasOwn` above.
  const shortcut = KEYS[key as keyof typeof KEYS]
  if (key === 'Escape') return shortcut
  if (taken) return null
  if (key.startsWith('Arrow')) return free ? shortcut : null
  return singles ? shortcut : null
}

function pressed(event: KeyboardEvent): Pressed {
  const at = event.target instanceof Element ? event.target : document.body
  return {
    key: event.key,
    modified: event.ctrlKey || event.metaKey || event.altKey,
    taken: at.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') !== null,
    free: at === document.body || at.closest('[data-list]') !== null,
  }
}

/** Listens while the page is there. Nothing happens below an open dialog or menu: these take their keys themselves. */
export function useShortcuts(deeds: Deeds): void {
  const latest = useRef(deeds)
  latest.current = deeds
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open], :popover-open')) return
      const shortcut = isPalette(event) ? 'palette' : shortcutOf(pressed(event), singleKeys.get())
      const deed = shortcut && latest.current[shortcut]
      if (!deed) return
      event.preventDefault()
      deed()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

import { createStore, type Source } from './source.ts'

export interface Notice {
  text: string
  tone: 'done' | 'wrong'
  /** What can be done about it: taken back, looked at. */
  more: { label: string; run: () => void } | null
}

const STAYS = 5_000
/** There must be time to read, to think and to reach the button. */
const STAYS_WITH_MORE = 10_000

const shown = createStore<Notice | null>(null)
const spoken = createStore('')
let timer: ReturnType<typeof setTimeout> | undefined

/** A short word at the foot of the page, gone by itself. */
export const notice: Source<Notice | null> = shown

export function tell(text: string, tone: Notice['tone'] = 'done', more: Notice['more'] = null): void {
  clearTimeout(timer)
  shown.set({ text, tone, more })
  timer = setTimeout(hush, more ? STAYS_WITH_MORE : STAYS)
}

export const hush = (): void => shown.set(null)

/** Does what the notice offers, if it still stands there. */
export function doMore(): void {
  const { more } = shown.get() ?? {}
  if (!more) return
  hush()
  more.run()
}

/** For screen readers only: what has just come in. */
export const announcement: Source<string> = spoken
export const announce = (text: string): void => spoken.set(text)

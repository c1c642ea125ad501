import { createStore, type Source } from './source.ts'

export interface Notice {
  text: string
  tone: 'done' | 'wrong'
}

const STAYS = 5_000

const shown = createStore<Notice | null>(null)
const spoken = createStore('')
let timer: ReturnType<typeof setTimeout> | undefined

/** A short word at the foot of the page, gone by itself. */
export const notice: Source<Notice | null> = shown

export function tell(text: string, tone: Notice['tone'] = 'done'): void {
  clearTimeout(timer)
  shown.set({ text, tone })
  timer = setTimeout(() => shown.set(null), STAYS)
}

/** For screen readers only: what has just come in. */
export const announcement: Source<string> = spoken
export const announce = (text: string): void => spoken.set(text)

import { hush, tell } from './notices.ts'

/** So long an answer can be taken back before it leaves. */
const LONGEST = 5_000

interface Held {
  timer: ReturnType<typeof setTimeout>
  leave: () => void
}

let held: Held | null = null

/**
 * Keeps something back for a few seconds and offers to undo it. It leaves at once when the next one comes, when its
 * ticket is left, and when the page goes: nothing that was sent stays behind.
 */
export function hold(words: string, label: string, leave: () => void, undo: () => void): void {
  release()
  const timer = setTimeout(release, LONGEST)
  held = { timer, leave }
  tell(words, 'done', {
    label,
    run() {
      clearTimeout(timer)
      held = null
      undo()
    },
  })
}

/** Lets nothing leave: whoever wrote it is going, and their draft of it is still there. */
export function withhold(): void {
  clearTimeout(held?.timer)
  held = null
  hush()
}

/** Lets go of what is held. */
export function release(): void {
  if (!held) return
  const { timer, leave } = held
  held = null
  clearTimeout(timer)
  hush()
  leave()
}

globalThis.addEventListener?.('pagehide', release)

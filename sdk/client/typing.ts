/** Says that the reader is writing, not on every keystroke, and that they have stopped, even when they just leave. */
export interface Typing {
  key(): void
  stop(): void
}

const AGAIN = 3_000
const QUIET = 4_000

export function openTyping(say: (event: 'typing_start' | 'typing_stop') => void): Typing {
  let saidAt = 0
  let quiet: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(quiet)
    if (saidAt) say('typing_stop')
    saidAt = 0
  }
  return {
    stop,
    key() {
      clearTimeout(quiet)
      quiet = setTimeout(stop, QUIET)
      const now = Date.now()
      if (now - saidAt < AGAIN) return
      saidAt = now
      say('typing_start')
    },
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** An end that takes longer, in milliseconds, is stuck. */
const PATIENCE = 25_000

export type Signal = (typeof SIGNALS)[number]

/**
 * Calls `leave` when the process is told to end: by Ctrl-C, by whoever runs services, by a terminal that is closed.
 * Once, however often it is told: npm passes on the Ctrl-C that the terminal has sent us already, and a second signal
 * without a listener would end the process with PostgreSQL left behind.
 */
export function whenTold(leave: (signal: Signal) => void): void {
  let told = false
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (told) return
      told = true
      setTimeout(() => process.exit(1), PATIENCE).unref()
      leave(signal)
    })
  }
}

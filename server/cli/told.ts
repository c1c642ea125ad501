const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** An end that takes longer, in milliseconds, is stuck. */
const PATIENCE = 25_000

export type Signal = (typeof SIGNALS)[number]

/** How often we look whether who started us is still there, in milliseconds. */
const GLANCE = 200

/**
 * Calls `leave` when the process is told to end: by Ctrl-C, by whoever runs services, by a terminal that is closed.
 * Once, however often it is told: npm passes on the Ctrl-C that the terminal has sent us already, and a second signal
 * without a listener would end the process with PostgreSQL left behind.
 *
 * `byNpm`: npm started us, by a shell. What npm is told it tells that shell, which ends and tells nobody.
 */
export function whenTold(leave: (signal: Signal) => void, byNpm = false): void {
  let told = false
  const tell = (signal: Signal) => {
    if (told) return
    told = true
    setTimeout(() => process.exit(1), PATIENCE).unref()
    leave(signal)
  }
  for (const signal of SIGNALS) process.on(signal, () => tell(signal))
  const parent = process.ppid
  if (byNpm) setInterval(() => process.ppid !== parent && tell('SIGTERM'), GLANCE).unref()
}

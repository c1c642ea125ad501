/** Aborts after `ms` or with the first of `signals`. Call `end` when the work is done: then no timer or listener stays. */
export function limit(ms: number, ...signals: (AbortSignal | undefined)[]): { signal: AbortSignal; end: () => void } {
  const stop = new AbortController()
  const end = () => {
    clearTimeout(timer)
    for (const signal of signals) signal?.removeEventListener('abort', end)
    stop.abort()
  }
  const timer = setTimeout(end, ms)
  for (const signal of signals) {
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  }
  return { signal: stop.signal, end }
}

/** Waits; a signal ends the wait early, and is no failure. */
export const pause = (ms: number, ...signals: (AbortSignal | undefined)[]): Promise<void> =>
  new Promise((resolve) => {
    const { signal } = limit(ms, ...signals)
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

const FIRST = 500
const LONGEST = 30_000

/** Exponential with full jitter: many clients that failed at once do not come back at once. `retryAfter` is in seconds. */
export const backOff = (failures: number, retryAfter: number | null): number =>
  retryAfter ? retryAfter * 1000 + Math.random() * FIRST : Math.random() * Math.min(LONGEST, FIRST * 2 ** failures)

/**
 * Does the work unless another tab is at it, where the browser can and may tell; then the answer is `busy`. The work does not reject. A tab that has
 * been frozen stays at it for ever: after a few times, nobody waits for it. Two at once do no harm, they only ask twice.
 */
export const alone = <T>(name: string, times: number, busy: T, work: () => Promise<T>): Promise<T> =>
  globalThis.navigator?.locks && times < PATIENT
    ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : busy)).catch(work)
    : work()

const PATIENT = 5

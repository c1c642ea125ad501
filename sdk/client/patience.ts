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
    else signal.addEventListener('abort', () => resolve())
  })

const FIRST = 500
const LONGEST = 30_000

/** Exponential with full jitter: many clients that failed at once do not come back at once. `retryAfter` is in seconds. */
export const backOff = (failures: number, retryAfter: number | null = null): number =>
  retryAfter === null
    ? Math.random() * Math.min(LONGEST, FIRST * 2 ** failures)
    : retryAfter * 1000 + Math.random() * FIRST

/** A tab that the browser has frozen keeps its lock: after this time the work is done without. */
const FROZEN = 15_000

/** Does the work in one tab at a time where the browser can promise that. Two at once do no harm, they only ask twice. */
export async function alone<T>(name: string, life: AbortSignal, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  if (!locks) return work()
  let begun: Promise<T> | undefined
  const begin = () => {
    begun = work()
    return begun
  }
  const wait = limit(FROZEN, life)
  try {
    return await locks.request(name, { signal: wait.signal }, begin)
  } catch {
    return begun ?? work()
  } finally {
    wait.end()
  }
}

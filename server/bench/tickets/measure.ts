import { performance } from 'node:perf_hooks'

/** Milliseconds. */
export interface Figure {
  p50: number
  p99: number
}

/** How long a piece of work takes, one after the other; the first tries do not count. */
export async function measure(times: number, work: (turn: number) => Promise<unknown>): Promise<Figure> {
  for (let turn = 0; turn < 20; turn++) await work(turn)
  const took: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const start = performance.now()
    await work(turn)
    took.push(performance.now() - start)
  }
  took.sort((one, other) => one - other)
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

/** How many a second are done with so many at once. */
export async function rate(times: number, atOnce: number, work: () => Promise<unknown>): Promise<number> {
  for (let turn = 0; turn < 50; turn++) await work()
  let left = times
  const start = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await work()
    }),
  )
  return times / ((performance.now() - start) / 1000)
}

export const ms = (value: number): string => value.toFixed(1).padStart(8)

/** Milliseconds. */
export interface Latency {
  p50: number
  p99: number
  most: number
}

export function latencyOf(took: number[]): Latency {
  const sorted = Float64Array.from(took).sort()
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? 0 }
}

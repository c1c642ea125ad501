import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

/** What a server process tells of itself. Milliseconds and bytes. */
export interface Gauged {
  loopP99: number
  rss: number
}

const delay = monitorEventLoopDelay({ resolution: 5 })

export const gauges = {
  startGauge() {
    delay.reset()
    delay.enable()
  },
  /** The delay beside what the clock of the measure itself takes. */
  readGauge(): Gauged {
    delay.disable()
    return { loopP99: Math.max(0, delay.percentile(99) / 1e6 - 5), rss: process.memoryUsage().rss }
  },
  /** After everything that can be thrown away is. */
  async rss(): Promise<number> {
    for (let turn = 0; turn < 5; turn++) {
      globalThis.gc?.()
      await pause(200)
    }
    return process.memoryUsage().rss
  },
}

import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

/** What a server process tells of itself. Milliseconds and bytes. */
export interface Gauged {
  loopP99: number
  /** Of its own processor time, since the start of the gauge. */
  busy: number
}

/** How exact the delay is; what the clock of the measure takes is taken off. */
const RESOLUTION = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
/** `COMPTOIR_PROFILE=1 npm run load`: where the time goes, as a .cpuprofile in the working directory. */
const session = process.env.COMPTOIR_PROFILE ? new Session() : null
let before = process.cpuUsage()

export const gauges = {
  async startGauge() {
    session?.connect()
    await session?.post('Profiler.enable')
    await session?.post('Profiler.start')
    before = process.cpuUsage()
    delay.reset()
    delay.enable()
  },
  async readGauge(): Promise<Gauged> {
    delay.disable()
    const { user, system } = process.cpuUsage(before)
    const profiled = await session?.post('Profiler.stop')
    if (profiled) writeFileSync(`${process.pid}-${Date.now()}.cpuprofile`, JSON.stringify(profiled.profile))
    session?.disconnect()
    return { loopP99: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION), busy: (user + system) / 1000 }
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

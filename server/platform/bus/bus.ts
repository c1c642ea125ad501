import type { ServerOptions } from 'socket.io'
import type { Log } from '../log.ts'

/** What carries pushes from node to node. It may fail at any time: nothing waits for it, and who may have missed something catches up. */
export interface Bus {
  /** Given to Socket.IO. `undefined`: this node is alone. */
  readonly adapter: ServerOptions['adapter'] | undefined
  readonly health: Health
  close(): Promise<void>
}

/** How sure a bus is that it carries everything. */
export class Health {
  /** Grows with everything that may have been lost, on the way to us or from us. */
  breaks = 0
  /** Whether it carries at this moment. It has to show so first. */
  isWhole = false
  readonly #name: string
  readonly #log: Log

  constructor(name: string, log: Log) {
    this.#name = name
    this.#log = log
  }

  /** Told once, however often it is seen. */
  broke(error: unknown): void {
    if (this.isWhole || this.breaks === 0)
      this.#log.warn({ err: error }, `pushes to other nodes through ${this.#name} may be lost`)
    this.isWhole = false
    this.breaks += 1
  }

  mended(): void {
    if (!this.isWhole && this.breaks > 0) this.#log.info(`pushes go through ${this.#name} again`)
    this.isWhole = true
  }
}

export const noBus = (log: Log): Bus => ({
  adapter: undefined,
  health: new Health('nothing', log),
  close: async () => {},
})

import { setTimeout as pause } from 'node:timers/promises'
import type { Io } from './live.ts'

const STEP = 100
/** The part of the time in which balancers notice that /readyz says no, so that who is moved comes to another node. */
const NOTICE = 1 / 3

/**
 * Moves the clients of a node that is about to stop, evenly over so many milliseconds: each connection is closed when
 * what waits in it has gone out, and clients connect again by themselves. All else is served meanwhile.
 */
export async function moveAway(io: Io, over: number): Promise<void> {
  const end = performance.now() + over
  await pause(over * NOTICE)
  for (let left = end - performance.now(); left > 0; left = end - performance.now()) {
    const sockets = [...io.of('/').sockets.values()]
    const share = Math.ceil((sockets.length * STEP) / left)
    for (const socket of sockets.slice(0, share)) socket.conn.close()
    await pause(Math.min(STEP, left))
  }
}

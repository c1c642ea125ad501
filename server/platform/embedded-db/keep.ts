import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { enter, type JoinOptions, join, leave, type Membership } from './membership.ts'
import { findPostmaster } from './pid-file.ts'
import { until } from './run.ts'

interface KeepOptions extends Omit<JoinOptions, 'port' | 'signal'> {
  warn: (message: string) => void
}

const LONGEST_WAIT = 5_000

/** Joins, and joins again whenever PostgreSQL has gone, until `stop()`. Who starts it again is whichever member comes first. */
export async function keepJoined(cluster: Cluster, options: KeepOptions) {
  const stopping = new AbortController()
  const { signal } = stopping
  const first = await join(cluster, { ...options, signal })
  const { port } = first.postmaster
  const watching = watch(cluster, first, { ...options, port, signal })

  let stopped: Promise<void> | undefined
  async function stop() {
    stopping.abort()
    const last = await watching
    const left = last && (await leave(cluster, last))
    if (!left) await leaveAfterCrash(cluster)
  }
  return {
    port,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

type WatchOptions = KeepOptions & JoinOptions

/** Resolves when we are to stop, to the membership we have then, if any. */
async function watch(cluster: Cluster, first: Membership, options: WatchOptions): Promise<Membership | undefined> {
  const { signal, warn } = options
  const stopped = once(signal, 'abort')
  let current: Membership | undefined = first
  while (current) {
    await Promise.race([current.ended, stopped])
    if (signal.aborted) break
    warn('PostgreSQL has gone; bringing it back.')
    current = await regain(cluster, options)
  }
  return current
}

async function regain(cluster: Cluster, options: WatchOptions): Promise<Membership | undefined> {
  const { signal, warn } = options
  for (let wait = 50; !signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      return await join(cluster, options)
    } catch (error) {
      if (!signal.aborted)
        warn(`PostgreSQL could not be brought back yet: ${error instanceof Error ? error.message : error}`)
    }
    await pause(wait, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}

/** PostgreSQL crashed under us while we stop; it may come back by itself, or by us a moment ago, with us as its last member. */
async function leaveAfterCrash(cluster: Cluster) {
  await until(async () => {
    const postmaster = await findPostmaster(cluster.dir)
    if (!postmaster) return true
    const membership = await enter(cluster, postmaster, false)
    return membership !== undefined && leave(cluster, membership)
  }, 10_000)
}

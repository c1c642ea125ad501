import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Db } from '../db.ts'
import { SILENCE_SECONDS } from '../roster.ts'
import type { Bus } from './bus.ts'
import { type Cluster, mayHaveMissed } from './rules.ts'

const LOOK = 1_000
/** Clients are told again this often while the bus is down: it is then by their own fetching alone that they hear of other nodes. */
const AGAIN = 3_000
/** Clients spread their fetching over this time, in ms. */
const WITHIN = 1_500

/**
 * Bids the clients of this node catch up when pushes may have been lost: the bus was broken here or at another node, or
 * a node has died, perhaps with news that it had stored and not told. Answers the function that stops it.
 */
export function watchBus(ctx: Context, bus: Bus): () => Promise<void> {
  if (!bus.adapter) return async () => {}
  let known: Cluster | undefined
  let told = 0
  let due = false
  let lastAt = Number.NEGATIVE_INFINITY
  const look = async () => {
    const { breaks, isWhole } = bus.health
    if (!isWhole || breaks !== told) {
      await noteDoubt(ctx.db, ctx.nodeId)
      if (isWhole) told = breaks
    }
    const now = await readCluster(ctx.db)
    due ||= known !== undefined && mayHaveMissed(known, now)
    known = now
    if (!due || performance.now() - lastAt < AGAIN) return
    due = false
    lastAt = performance.now()
    ctx.io.local.emit('catch_up', { within: WITHIN })
  }
  let looking: Promise<void> = Promise.resolve()
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    looking = look()
      .catch((error) => ctx.log.warn({ err: error }, 'whether pushes were lost could not be looked up'))
      .finally(() => {
        isLooking = false
      })
  }, LOOK).unref()
  return () => {
    clearInterval(timer)
    return looking
  }
}

async function noteDoubt(db: Db, nodeId: string): Promise<void> {
  await sql`UPDATE nodes SET doubted_at = clock_timestamp() WHERE id = ${nodeId}`.execute(db)
}

async function readCluster(db: Db): Promise<Cluster> {
  const { rows } = await sql<{ id: string; doubtedAt: Date | null; isAlive: boolean }>`SELECT id, doubted_at,
    seen_at > now() - make_interval(secs => ${SILENCE_SECONDS}) AS is_alive FROM nodes`.execute(db)
  return new Map(rows.map(({ id, doubtedAt, isAlive }) => [id, { doubtedAt: doubtedAt?.getTime() ?? 0, isAlive }]))
}

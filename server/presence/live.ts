import type { Context } from '../platform/context.ts'
import { door, type EventDoor, type Io } from '../platform/live.ts'
import { refresh, setAway } from './actions.ts'
import { presenceInput } from './door.ts'
import { type AgentOfShop, deleteHere, insertHere, listChanged, listHere } from './store.ts'

export const presenceDoors = (ctx: Context): EventDoor[] => [
  door('set_presence', presenceInput, async (actor, { away }) => ({ presence: await setAway(ctx, actor, away) })),
]

const BEAT = 1_000
/** Who is back within this time, in ms, after a reload or on another node, has not been gone. */
const GRACE = 2_000

/**
 * Keeps on record which agents are connected here, and notices who has come or gone anywhere: also with a node that has
 * died. What could not be written is put right by the next beat. Answers the function that stops it.
 */
export function watchPresence(ctx: Context): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let waiting = false
  const missing: Missing = new Map()
  let grace = GRACE
  const look = () => {
    if (waiting) return last
    waiting = true
    last = last.then(async () => {
      waiting = false
      await keep(ctx, missing, grace).catch((error) => ctx.log.warn({ err: error }, 'presence could not be kept'))
    })
    return last
  }
  const timer = setInterval(() => void look(), BEAT).unref()
  ctx.io.on('connection', (socket) => {
    void look()
    socket.on('disconnect', () => void look())
  })
  return () => {
    clearInterval(timer)
    grace = 0
    return look()
  }
}

/** Those on record who are no longer connected here, and since when. */
type Missing = Map<string, number>

async function keep(ctx: Context, missing: Missing, grace: number): Promise<void> {
  const here = agentsAt(ctx.io)
  const known = new Map((await listHere(ctx.db, ctx.nodeId)).map((agent) => [nameOf(agent), agent]))
  const come = [...here].filter(([name]) => !known.has(name)).map(([, agent]) => agent)
  const now = performance.now()
  for (const name of missing.keys()) if (here.has(name) || !known.has(name)) missing.delete(name)
  for (const name of known.keys()) if (!here.has(name)) missing.set(name, missing.get(name) ?? now)
  const gone = [...known].filter(([name]) => now - (missing.get(name) ?? Infinity) >= grace).map(([, agent]) => agent)
  if (come.length > 0) await insertHere(ctx.db, ctx.nodeId, come)
  if (gone.length > 0) await deleteHere(ctx.db, ctx.nodeId, gone)
  for (const agent of await listChanged(ctx.db)) await refresh(ctx, agent)
}

function agentsAt(io: Io): Map<string, AgentOfShop> {
  const here = new Map<string, AgentOfShop>()
  for (const { connected, data } of io.of('/').sockets.values()) {
    if (!connected || data.actor?.kind !== 'agent' || data.actor.agentId === null) continue
    const agent = { shopId: data.actor.shopId, agentId: data.actor.agentId }
    here.set(nameOf(agent), agent)
  }
  return here
}

const nameOf = ({ shopId, agentId }: AgentOfShop): string => `${shopId} ${agentId}`

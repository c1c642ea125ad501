import type { Context } from '../platform/context.ts'
import { door, type EventDoor, type Io } from '../platform/live.ts'
import { refresh, setAway } from './actions.ts'
import { presenceInput } from './door.ts'
import { type AgentOfShop, deleteHere, insertHere, listChanged, listHere } from './store.ts'

export const presenceDoors = (ctx: Context): EventDoor[] => [
  door('set_presence', presenceInput, async (actor, { away }) => ({ presence: await setAway(ctx, actor, away) })),
]

const BEAT = 1_000

/**
 * Keeps on record which agents are connected here, and notices who has come or gone anywhere: also with a node that has
 * died. What could not be written is put right by the next beat. Answers the function that stops it.
 */
export function watchPresence(ctx: Context): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let waiting = false
  const look = () => {
    if (waiting) return last
    waiting = true
    last = last.then(async () => {
      waiting = false
      await keep(ctx).catch((error) => ctx.log.warn({ err: error }, 'presence could not be kept'))
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
    return look()
  }
}

async function keep(ctx: Context): Promise<void> {
  const here = agentsAt(ctx.io)
  const known = new Map((await listHere(ctx.db, ctx.nodeId)).map((agent) => [nameOf(agent), agent]))
  const come = [...here].filter(([name]) => !known.has(name)).map(([, agent]) => agent)
  const gone = [...known].filter(([name]) => !here.has(name)).map(([, agent]) => agent)
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

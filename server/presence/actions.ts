import type { AgentRow, Page, Presence } from '@comptoir/sdk/contract'
import { giveOutFor } from '../departments/jobs.ts'
import { listDepartmentsOf } from '../departments/store.ts'
import { allow, allowAgent } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import { Failure } from '../platform/failure.ts'
import { rooms } from '../platform/live.ts'
import { mindAbsenceLater } from './jobs.ts'
import { stateOf } from './rules.ts'
import * as store from './store.ts'

export async function readAgents(
  ctx: Context,
  actor: Actor,
  range: { cursor?: string | undefined; limit: number },
): Promise<Page<AgentRow>> {
  allow(actor, 'readAgents')
  const found = await store.listAgents(ctx.db, actor.shopId, range)
  const { rows, nextCursor } = page(found, range.limit, ({ joinedAt, id }) => ({ at: joinedAt, id }))
  const memberships = await listDepartmentsOf(
    ctx.db,
    actor.shopId,
    rows.map(({ id }) => id),
  )
  return { items: rows.map((row) => store.agentRowOf(row, memberships)), nextCursor }
}

/** Kept until it is taken back, over reloads and sign-ins: who has gone to lunch has not come back by opening another page. */
export async function setAway(ctx: Context, actor: Actor, away: boolean): Promise<Presence> {
  allowAgent(actor, 'setPresence')
  const { shopId, agentId } = actor
  if (agentId === null) throw new Failure('forbidden', "Expected an agent's own credential: a shop's key is nobody.")
  const agent = { shopId, agentId }
  // They are connected, since they ask; this may come before the beat that puts it on record.
  await store.insertHere(ctx.db, ctx.nodeId, [agent])
  await store.putAway(ctx.db, agent, away)
  await refresh(ctx, agent)
  return store.presenceOf((await store.findAttendance(ctx.db, agent)) ?? { state: 'offline', since: null })
}

/** Compares how an agent is with what was told of them. Of several nodes at once, the first tells, and what follows is born with it. */
export async function refresh(ctx: Context, agent: store.AgentOfShop): Promise<void> {
  const changed = await ctx.db.transaction().execute(async (trx) => {
    const before = await store.lockAttendance(trx, agent)
    if (!before) return null
    const state = stateOf({ connected: await store.isConnected(trx, agent), away: before.away })
    if (state === before.state) return null
    const after = await store.turnAttendance(trx, agent, state)
    if (state === 'present') await giveOutFor(trx, agent.shopId, agent.agentId)
    else if (before.state === 'present') await mindAbsenceLater(trx, agent)
    return after
  })
  if (!changed) return
  const change = { agentId: agent.agentId, ...store.presenceOf(changed) }
  ctx.io.to(rooms.agents(agent.shopId)).emit('presence_changed', change)
}

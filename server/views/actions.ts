import { LIMITS, type NewView, newId, type View, type ViewChange } from '@comptoir/sdk/contract'
import { allowAgent } from '../identity/roles.ts'
import type { Actor, AgentActor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { Connection } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import { mayChange, maySee } from './rules.ts'
import * as store from './store.ts'

export async function readViews(ctx: Context, actor: Actor): Promise<{ items: View[] }> {
  allowAgent(actor, 'readViews')
  return { items: (await store.listViews(ctx.db, actor.shopId, actor.agentId)).map(store.viewOf) }
}

/** @throws Failure `conflict` for more than one agent needs */
export async function createView(ctx: Context, actor: Actor, { name, shared = false, filter }: NewView): Promise<View> {
  allowAgent(actor, 'changeViews')
  const { shopId, agentId } = actor
  const own = (await store.listViews(ctx.db, shopId, agentId)).filter((view) => view.agentId === agentId)
  if (own.length >= LIMITS.views) throw new Failure('conflict', `Expected at most ${LIMITS.views} views of one agent.`)
  const at = ctx.clock()
  const view = { shopId, id: newId(at.getTime()), agentId, name, shared, filter, createdAt: at }
  return store.viewOf(await store.insertView(ctx.db, view))
}

export async function changeView(ctx: Context, actor: Actor, id: string, change: ViewChange): Promise<View> {
  allowAgent(actor, 'changeViews')
  const view = await pick(ctx.db, actor, id)
  return store.viewOf(await store.changeView(ctx.db, view, { ...view, ...change }))
}

export async function deleteView(ctx: Context, actor: Actor, id: string): Promise<void> {
  allowAgent(actor, 'changeViews')
  await store.deleteView(ctx.db, actor.shopId, (await pick(ctx.db, actor, id)).id)
}

/** What is another's alone does not exist. @throws Failure `not_found`, `forbidden` */
async function pick(db: Connection, actor: AgentActor, id: string): Promise<store.ViewRecord> {
  const view = await store.findView(db, actor.shopId, id)
  if (!view || !maySee(view, actor)) throw new Failure('not_found', 'There is no such view.')
  if (!mayChange(view, actor))
    throw new Failure('forbidden', 'A shared view is changed by whoever made it, or by an admin.')
  return view
}

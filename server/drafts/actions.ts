import type { Draft, DraftChange, DraftKept } from '@comptoir/sdk/contract'
import { allowAgent } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { Connection } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import { accessTicket } from '../tickets/actions.ts'
import { writesOver } from './rules.ts'
import * as store from './store.ts'

/** What this agent is writing for a ticket. */
export async function readDrafts(ctx: Context, actor: Actor, ref: string): Promise<{ items: Draft[] }> {
  const key = await keyOf(ctx.db, actor, ref)
  return { items: (await store.listDrafts(ctx.db, key)).map(store.draftOf) }
}

/** The last writer wins, and is told what they have written over. */
export async function keepDraft(ctx: Context, actor: Actor, ref: string, change: DraftChange): Promise<DraftKept> {
  const key = await keyOf(ctx.db, actor, ref)
  return ctx.db.transaction().execute(async (trx) => {
    const stored = await store.lockDraft(trx, key, change.writing)
    const replaced = stored && writesOver(stored, change) ? store.draftOf(stored) : null
    if (change.text.trim() === '') {
      await store.dropDraft(trx, key, change.writing)
      return { draft: null, replaced }
    }
    const { writing, text, device } = change
    const draft = await store.putDraft(trx, { ...key, writing, text, device, updatedAt: ctx.clock() })
    return { draft: store.draftOf(draft), replaced }
  })
}

async function keyOf(db: Connection, actor: Actor, ref: string): Promise<store.DraftKey> {
  allowAgent(actor, 'keepDraft')
  const ticket = await accessTicket(db, actor, ref)
  if (actor.agentId === null)
    throw new Failure('conflict', "Expected an agent's credential: a shop's secret key writes nothing by hand.")
  return { shopId: actor.shopId, ticketId: ticket.id, agentId: actor.agentId }
}

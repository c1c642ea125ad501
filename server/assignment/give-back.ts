import type { Author } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { mindAbsenceLater } from '../presence/jobs.ts'
import { durationOf } from '../shops/rules.ts'
import { findShop } from '../shops/store.ts'
import { lockTicket } from '../tickets/store.ts'
import { handTo } from './hands.ts'
import { restOf } from './rules.ts'
import { listWaitingChats, type WaitingChat } from './store.ts'

const SYSTEM: Author = { kind: 'system', id: null, name: null }

/** Gives back what an absent agent leaves unanswered, and comes again when the next of their chats is due. */
export async function giveBackChats(ctx: Context, agent: { shopId: string; agentId: string }): Promise<void> {
  const shop = await findShop(ctx.db, agent.shopId)
  const after = (chat: WaitingChat) => chat.giveBack ?? shop?.settings.assignment.giveBack ?? 'PT0S'
  const rest = (chat: WaitingChat) => restOf(chat, durationOf(after(chat)) ?? 0, chat.now)
  const chats = await listWaitingChats(ctx.db, agent)
  for (const chat of chats) if (rest(chat) <= 0) await giveBack(ctx, agent, chat, after(chat))
  const next = Math.min(...chats.map(rest).filter((ms) => ms > 0))
  if (Number.isFinite(next)) await ctx.db.transaction().execute((trx) => mindAbsenceLater(trx, agent, next))
}

function giveBack(
  ctx: Context,
  agent: { shopId: string; agentId: string },
  { id, leftAt, assignedAt, now }: WaitingChat,
  after: string,
): Promise<void> {
  return ctx.commit({ shopId: agent.shopId, actor: SYSTEM }, async (unit) => {
    const ticket = await lockTicket(unit.trx, { shopId: agent.shopId, customerId: null }, id)
    // Looked at anew: they may have come back, answered or handed it on meanwhile.
    const [still] = ticket ? await listWaitingChats(unit.trx, agent, id) : []
    if (!ticket || !still) return
    const since = (leftAt ?? assignedAt ?? now).toISOString()
    await handTo(unit, ticket, null, { by: 'absence', since, after })
  })
}

import {
  LIMITS,
  type NewReply,
  newId,
  type Reply,
  type ReplyChange,
  type ReplyText,
  type ReplyUse,
} from '@comptoir/sdk/contract'
import { allow, allowAgent } from '../identity/roles.ts'
import { findCustomer } from '../identity/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { findShop } from '../shops/store.ts'
import { accessTicket } from '../tickets/actions.ts'
import * as store from './store.ts'
import { checkBody, fillIn } from './wording.ts'

export async function readReplies(ctx: Context, actor: Actor): Promise<{ items: Reply[] }> {
  allow(actor, 'useReplies')
  return { items: (await store.listReplies(ctx.db, actor.shopId)).map(store.replyOf) }
}

/** @throws Failure `invalid` that says in which line what is wrong */
export async function createReply(ctx: Context, actor: Actor, input: NewReply): Promise<Reply> {
  allow(actor, 'changeReplies')
  checkBody(input.body)
  const { shopId } = actor
  const all = await store.listReplies(ctx.db, shopId)
  if (all.length >= LIMITS.replies)
    throw new Failure('conflict', `Expected at most ${LIMITS.replies} answer templates.`)
  const { name, folder = '', locale = null, body } = input
  const at = ctx.clock()
  const reply = { shopId, id: newId(at.getTime()), name, folder, locale, body, createdAt: at, updatedAt: at }
  return store.replyOf(await store.insertReply(ctx.db, reply))
}

export async function changeReply(ctx: Context, actor: Actor, id: string, change: ReplyChange): Promise<Reply> {
  allow(actor, 'changeReplies')
  if (change.body !== undefined) checkBody(change.body)
  const reply = await store.changeReply(ctx.db, actor.shopId, id, { ...change, updatedAt: ctx.clock() })
  return reply ? store.replyOf(reply) : gone()
}

export async function deleteReply(ctx: Context, actor: Actor, id: string): Promise<void> {
  allow(actor, 'changeReplies')
  if (!(await store.deleteReply(ctx.db, actor.shopId, id))) gone()
}

/** What a template says to the customer of a ticket. */
export async function useReply(
  ctx: Context,
  actor: Actor,
  id: string,
  { ticketId, count = true }: ReplyUse,
): Promise<ReplyText> {
  allowAgent(actor, 'useReplies')
  const reply = (await store.findReply(ctx.db, actor.shopId, id)) ?? gone()
  const ticket = await accessTicket(ctx.db, actor, ticketId)
  const shop = await findShop(ctx.db, actor.shopId)
  const customer = await findCustomer(ctx.db, actor.shopId, ticket.customerId)
  const { number, subject, status, priority, orderId } = ticket
  const text = fillIn(reply.body, {
    shop: { name: shop?.name ?? '' },
    customer: { name: customer?.name ?? null },
    agent: { name: actor.name },
    ticket: { number, subject, status, priority, order: orderId },
  })
  if (count) await store.countUse(ctx.db, actor.shopId, id, ctx.clock())
  return { text }
}

function gone(): never {
  throw new Failure('not_found', 'There is no such answer template.')
}

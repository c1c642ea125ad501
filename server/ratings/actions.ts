import type { Author, NewRating, Rating } from '@comptoir/sdk/contract'
import { allowCustomer } from '../identity/roles.ts'
import { findCustomer } from '../identity/store.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { ShopRecord, TicketRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { lockTicket } from '../tickets/actions.ts'
import { changeTicket, findTicket, lockTicket as lockTicketOfShop } from '../tickets/store.ts'
import { readRatingToken } from './link.ts'
import { checkRateable } from './rules.ts'
import { insertRating, ratingOf } from './store.ts'

/** The ticket's own customer says how it went. @throws Failure `conflict` when it is not resolved, or rated already */
export function rateTicket(ctx: Context, actor: Actor, ref: string, input: NewRating): Promise<Rating> {
  allowCustomer(actor, 'rateTicket')
  return ctx.commit({ shopId: actor.shopId, actor: authorOf(actor) }, async (unit) =>
    rate(unit, await lockTicket(unit, actor, ref), input),
  )
}

/** The same by the link of a mail: its holder speaks for the ticket's customer. @throws Failure `unauthorized`, `conflict` */
export async function rateByLink(ctx: Context, token: string, input: NewRating): Promise<Rating> {
  const { ticket, author } = await readRateable(ctx, token)
  return ctx.commit({ shopId: ticket.shopId, actor: author }, async (unit) => {
    const locked = await lockTicketOfShop(unit.trx, { shopId: ticket.shopId, customerId: null }, ticket.id)
    return rate(unit, locked ?? gone(), input)
  })
}

export interface RateablePage {
  shop: ShopRecord
  ticket: TicketRecord
  author: Author
}

/** What the page behind the link is about. @throws Failure `unauthorized` when the ticket is gone, too */
export async function readRateable(ctx: Context, token: string): Promise<RateablePage> {
  const { shopId, id } = readRatingToken(ctx, token)
  const shop = await findShop(ctx.db, shopId)
  const ticket = await findTicket(ctx.db, { shopId, customerId: null }, id)
  if (!shop || !ticket) return gone()
  const customer = await findCustomer(ctx.db, shopId, ticket.customerId)
  return { shop, ticket, author: { kind: 'customer', id: ticket.customerId, name: customer?.name ?? null } }
}

function gone(): never {
  throw new Failure('unauthorized', 'The ticket of this link is gone.')
}

async function rate(unit: Unit, before: TicketRecord, { score, comment }: NewRating): Promise<Rating> {
  checkRateable(before)
  const { shopId, id, customerId, assigneeId } = before
  const rating = await insertRating(unit.trx, {
    ...{ shopId, ticketId: id, customerId, agentId: assigneeId, score, comment: comment ?? null },
    createdAt: unit.at,
  })
  const ticket = await changeTicket(unit.trx, before, { rating: score, updatedAt: unit.at })
  unit.record({ type: 'ticket.rated', ticket, data: { score, comment: rating.comment } })
  return ratingOf(rating)
}

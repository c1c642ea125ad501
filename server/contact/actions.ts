import { type ContactMessage, type ContactPage, type ContactStats, newId, type Ticket } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { insertCustomer } from '../identity/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { Pacer } from '../platform/pacer.ts'
import type { ShopRecord } from '../schema.ts'
import { findOnlyShop, findShopByPublicKey } from '../shops/store.ts'
import { countTickets } from '../stats/actions.ts'
import { openTicket } from '../tickets/create.ts'
import { listTickets } from '../tickets/list/actions.ts'
import { ticketOf } from '../tickets/store.ts'

/** How fast one address may send forms: a shop's own backend may pass on many, a flood is stopped. */
export const formPacer = (): Pacer => new Pacer({ burst: 60, perSecond: 1 })

/** Whom a form is for: the shop of the key, or the only one there is. @throws Failure `unauthorized` */
export async function shopOfForm(ctx: Context, key: string | undefined): Promise<ShopRecord> {
  const shop = key === undefined ? await findOnlyShop(ctx.db) : await findShopByPublicKey(ctx.db, key, ctx.clock())
  if (shop) return shop
  throw new Failure(
    'unauthorized',
    key === undefined
      ? "Expected the shop's publishable key, pk_…: this installation has several shops."
      : 'No shop has this publishable key.',
  )
}

/** Whose key a form's is: nobody is known there. */
export const FORM = { actor: 'form' }

export interface Submission {
  message: ContactMessage
  /** The language of mails to the sender. */
  locale: string
}

/**
 * What a contact form sends becomes a ticket. Its sender is always somebody new: anybody can type anybody's address, and
 * must not come into somebody else's history by it.
 */
export function openByForm(ctx: Context, shop: ShopRecord, { message, locale }: Submission): Promise<Ticket> {
  const { name, email, message: description, ...rest } = message
  const id = newId(ctx.clock().getTime())
  return ctx.commit({ shopId: shop.id, actor: { kind: 'customer', id, name } }, async (unit) => {
    const sender = { shopId: shop.id, id, standing: 'identified' as const, externalId: null, name, email, locale }
    await insertCustomer(unit.trx, { ...sender, createdAt: unit.at })
    return ticketOf(await openTicket(unit, id, { ...rest, description, channel: 'form' }), 'customer')
  })
}

/** Over all tickets of the shop, by the definitions of the statistics. */
export async function readContactStats(ctx: Context, actor: Actor): Promise<ContactStats> {
  allow(actor, 'readContactStats')
  const counts = await countTickets(ctx, actor.shopId)
  return {
    total_tickets: counts.total,
    open_tickets: counts.open,
    closed_tickets: counts.closed,
    tickets_24h: counts.last24h,
  }
}

export async function listContactTickets(
  ctx: Context,
  actor: Actor,
  { page, limit }: { page: number; limit: number },
): Promise<ContactPage> {
  const { items, total = 0 } = await listTickets(ctx, actor, { page, limit, sort: 'created' })
  return { items, page, limit, total, pages: Math.ceil(total / limit) }
}

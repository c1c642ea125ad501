import type { FileLinks } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { FileRecord } from '../schema.ts'
import { accessTicket } from '../tickets/actions.ts'
import { findTicket } from '../tickets/store.ts'
import { removeParts } from './arrive.ts'
import { type Linked, linkTo } from './link.ts'
import { isShown, linkEnd, ownerOf, type Part } from './rules.ts'
import * as store from './store.ts'

/** A file that this reader may see: one in a ticket of theirs, or one that they have sent. @throws Failure `not_found` */
export async function accessFile(ctx: Context, actor: Actor, id: string): Promise<FileRecord> {
  allow(actor, 'readTicket')
  const file = await store.findFile(ctx.db, actor.shopId, id)
  if (!file?.finishedAt) throw nothing()
  if (file.ticketId === null) {
    if (file.owner !== ownerOf(authorOf(actor))) throw nothing()
    return file
  }
  if (file.internal && actor.kind !== 'agent') throw nothing()
  await accessTicket(ctx.db, actor, file.ticketId)
  return file
}

export async function linksOf(ctx: Context, actor: Actor, id: string): Promise<FileLinks> {
  const file = await accessFile(ctx, actor, id)
  const to = (part: Part) => linkTo(ctx, { ...file, part })
  return {
    url: to(mainPart(file)),
    ...(isShown(file) && { thumbnailUrl: to('thumbnail') }),
    expiresAt: new Date(linkEnd(ctx.clock().getTime())).toISOString(),
  }
}

/** What a link opens, if it is still where it was. @throws Failure `not_found` */
export async function openLink(ctx: Context, { shopId, ticketId, id }: Linked): Promise<FileRecord> {
  const file = await store.findFile(ctx.db, shopId, id)
  // Given to its sender before a message took it: they may see it there, too.
  if (!file?.finishedAt || (ticketId !== null && file.ticketId !== ticketId)) throw nothing()
  const place = file.ticketId
  if (place !== null && !(await findTicket(ctx.db, { shopId, customerId: null }, place))) throw nothing()
  return file
}

/** Takes back a file that is in no message yet. @throws Failure `not_found` */
export async function takeBackFile(ctx: Context, actor: Actor, id: string): Promise<void> {
  allow(actor, 'sendFile')
  const file = { shopId: actor.shopId, id, owner: ownerOf(authorOf(actor)) }
  if (!(await store.takeBack(ctx.db, file))) throw nothing()
  await removeParts(ctx, file)
}

export const mainPart = (file: FileRecord): Part => (isShown(file) ? 'display' : 'original')

const nothing = () => new Failure('not_found', 'There is no such file.')

import type { Category, CategoryChange, NewCategory } from '@comptoir/sdk/contract'
import { allow, allowAgent } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { categoriesOf, checkCategory, inUse } from './rules.ts'
import * as store from './store.ts'

/** Those in use, or all: the latter for agents. */
export async function readCategories(ctx: Context, actor: Actor, all: boolean): Promise<{ items: Category[] }> {
  allow(actor, 'readCategories')
  if (all) allowAgent(actor, 'readRetiredCategories')
  const items = await store.listCategories(ctx.db, actor.shopId)
  return { items: all ? items : inUse(items) }
}

/** @throws Failure `conflict` where the shop has one of this id or label */
export function createCategory(ctx: Context, actor: Actor, { id, label }: NewCategory): Promise<Category> {
  allow(actor, 'changeCategories')
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    const all = await store.lockCategories(trx, shopId)
    if (all.some((one) => one.id === id)) throw new Failure('conflict', `There is a category ${id} already.`)
    const category = { id, label, builtIn: false, retired: false }
    checkCategory(all, category)
    await store.putCategory(trx, { shopId, id, label, createdAt: ctx.clock() })
    return category
  })
}

/** Renames a category, retires it or brings it back. @throws Failure `not_found`, `conflict` */
export function changeCategory(ctx: Context, actor: Actor, id: string, change: CategoryChange): Promise<Category> {
  allow(actor, 'changeCategories')
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    const all = await store.lockCategories(trx, shopId)
    const before = all.find((one) => one.id === id)
    if (!before) throw new Failure('not_found', `There is no category ${id}.`)
    const builtIn = categoriesOf([]).find((one) => one.id === id)
    const label = change.label === undefined ? before.label : { ...builtIn?.label, ...change.label }
    const after = { ...before, label, retired: change.retired ?? before.retired }
    checkCategory(
      all.filter((one) => one !== before),
      after,
    )
    const now = ctx.clock()
    const retiredAt = after.retired ? now : null
    const turn = {
      ...(change.label && { label: change.label }),
      ...(after.retired !== before.retired && { retiredAt }),
    }
    if (Object.keys(turn).length > 0) await store.putCategory(trx, { shopId, id, createdAt: now, ...turn })
    return after
  })
}

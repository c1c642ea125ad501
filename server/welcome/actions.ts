import type { WidgetSettings } from '@comptoir/sdk/contract'
import { listInUse } from '../categories/store.ts'
import { shelfFor } from '../faq/find.ts'
import type { Context } from '../platform/context.ts'
import { listPresentNames } from '../presence/store.ts'
import type { ShopRecord } from '../schema.ts'
import { widgetSettings } from '../shops/actions.ts'
import { askedOf, openingOf } from './rules.ts'

/** So many faces find room. */
const FACES = 3

/** How a shop looks, and what it receives its visitors with at this moment. */
export async function readWelcome(ctx: Context, shop: ShopRecord): Promise<WidgetSettings> {
  const { isOpen, opensAt } = openingOf(shop.settings.hours, ctx.clock().getTime())
  const [people, categories, shelf] = await Promise.all([
    listPresentNames(ctx.db, shop.id, FACES),
    listInUse(ctx.db, shop.id),
    shelfFor(ctx.db, shop, shop.locale),
  ])
  return {
    ...widgetSettings(shop),
    ...{ isOpen, people, hasFaq: shelf !== null },
    opensAt: opensAt === null ? null : new Date(opensAt).toISOString(),
    form: askedOf(shop.settings),
    categories: categories.map(({ id, label }) => ({ id, label })),
  }
}

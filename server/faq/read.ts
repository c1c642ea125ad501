import type { FaqArticle, FaqEntry } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import type { ShopRecord } from '../schema.ts'
import { entryOf, search, shelfFor } from './find.ts'
import { contentOf, textOf } from './markdown.ts'
import * as store from './store.ts'

export interface FaqQuery {
  locale: string
  q?: string | undefined
  category?: string | undefined
  limit: number
}

/** What a shop has published, best first for a search, else what is read most. */
export async function readFaq(ctx: Context, shop: ShopRecord, { locale, q, category, limit }: FaqQuery) {
  const found = await shelfFor(ctx.db, shop, locale)
  const entries = found === null ? [] : q === undefined ? [...found.shelf.entries.values()] : search(found.shelf, q)
  if (q !== undefined && isTellable(q))
    await store.countSearch(ctx.db, {
      ...{ shopId: shop.id, locale: found?.locale ?? shop.locale, query: q.toLowerCase(), at: ctx.clock() },
      foundNone: entries.length === 0,
    })
  const items: FaqEntry[] = entries.filter((entry) => category === undefined || entry.category === category)
  return { items: items.slice(0, limit), locale: found?.locale ?? null }
}

/** What people typed by mistake, addresses and numbers of orders, is nobody's statistics. */
const isTellable = (query: string): boolean => query.length >= 3 && query.length <= 80 && !/@|\d{4}/.test(query)

/** Counts as a view. @throws Failure `not_found` for a draft, too */
export async function readFaqArticle(ctx: Context, shop: ShopRecord, id: string): Promise<FaqArticle> {
  const article = await store.findPublished(ctx.db, { shopId: shop.id, id })
  if (!article) throw new Failure('not_found', 'There is no such article.')
  await store.count(ctx.db, { shopId: shop.id, id }, 'views')
  const content = contentOf(article.body)
  return { ...entryOf(article, textOf(content)), content, publishedAt: article.publishedAt.toISOString() }
}

/** @throws Failure `not_found` */
export async function judgeArticle(ctx: Context, shop: ShopRecord, id: string, helped: boolean): Promise<void> {
  const article = await store.findPublished(ctx.db, { shopId: shop.id, id })
  if (!article) throw new Failure('not_found', 'There is no such article.')
  await store.count(ctx.db, { shopId: shop.id, id }, helped ? 'helped' : 'notHelped')
}

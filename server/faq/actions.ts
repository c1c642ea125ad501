import {
  type Article,
  type ArticleChange,
  type ArticleSearch,
  type FaqNode,
  LIMITS,
  type NewArticle,
  newId,
  type Page,
} from '@comptoir/sdk/contract'
import { checkChoice } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import type { Trx } from '../platform/db.ts'
import { Failure, refuse } from '../platform/failure.ts'
import { contentOf } from './markdown.ts'
import * as store from './store.ts'

export async function readArticles(ctx: Context, actor: Actor, filter: store.ArticleFilter): Promise<Page<Article>> {
  allow(actor, 'readArticles')
  const found = await store.listArticles(ctx.db, actor.shopId, filter)
  const { rows, nextCursor } = page(found, filter.limit, ({ createdAt, id }) => ({ at: createdAt, id }))
  return { items: rows.map(store.articleOf), nextCursor }
}

export async function readArticle(ctx: Context, actor: Actor, id: string): Promise<Article> {
  allow(actor, 'readArticles')
  return store.articleOf(await pick(store.findArticle(ctx.db, { shopId: actor.shopId, id })))
}

/** A draft. @throws Failure `conflict` where the article has one in this language */
export function createArticle(ctx: Context, actor: Actor, input: NewArticle): Promise<Article> {
  allow(actor, 'changeArticles')
  const { shopId } = actor
  return ctx.db.transaction().execute(async (trx) => {
    if ((await store.lockArticles(trx, shopId)) >= LIMITS.articles)
      throw new Failure('conflict', `A shop has at most ${LIMITS.articles} articles.`)
    await checkCategory(trx, shopId, input.category)
    const now = ctx.clock()
    const id = newId(now.getTime())
    const { title, body, locale, category = null } = input
    const groupId = await groupFor(trx, shopId, input, id)
    const article = { shopId, id, groupId, locale, category, title, body, createdAt: now, updatedAt: now }
    return store.articleOf(await store.insertArticle(trx, article))
  })
}

async function groupFor(trx: Trx, shopId: string, { groupId, locale }: NewArticle, id: string): Promise<string> {
  if (groupId === undefined) return id
  const [one] = await store.listArticles(trx, shopId, { groupId, limit: 1 })
  if (!one) throw refuse('groupId', 'Expected the groupId of an article of the shop.')
  if (await store.findTranslation(trx, shopId, groupId, locale))
    throw new Failure('conflict', `The article exists in ${locale} already.`)
  return groupId
}

/** What shoppers read stays as it is until it is published. @throws Failure `not_found`, `invalid` */
export function changeArticle(ctx: Context, actor: Actor, id: string, change: ArticleChange): Promise<Article> {
  allow(actor, 'changeArticles')
  const ref = { shopId: actor.shopId, id }
  return ctx.db.transaction().execute(async (trx) => {
    const before = await pick(store.findArticle(trx, ref))
    if (change.category !== before.category) await checkCategory(trx, actor.shopId, change.category)
    return store.articleOf(await pick(store.changeArticle(trx, ref, { ...change, updatedAt: ctx.clock() })))
  })
}

export async function publishArticle(ctx: Context, actor: Actor, id: string): Promise<Article> {
  allow(actor, 'changeArticles')
  return store.articleOf(await pick(store.publishArticle(ctx.db, { shopId: actor.shopId, id }, ctx.clock())))
}

/** A draft again, with all that it says. */
export async function withdrawArticle(ctx: Context, actor: Actor, id: string): Promise<Article> {
  allow(actor, 'changeArticles')
  const turn = { publishedTitle: null, publishedBody: null, publishedAt: null, updatedAt: ctx.clock() }
  return store.articleOf(await pick(store.changeArticle(ctx.db, { shopId: actor.shopId, id }, turn)))
}

export async function deleteArticle(ctx: Context, actor: Actor, id: string): Promise<void> {
  allow(actor, 'changeArticles')
  if (!(await store.deleteArticle(ctx.db, { shopId: actor.shopId, id }))) throw missing()
}

export async function readSearches(ctx: Context, actor: Actor, limit: number): Promise<{ items: ArticleSearch[] }> {
  allow(actor, 'readArticles')
  return { items: await store.listSearches(ctx.db, actor.shopId, limit) }
}

/** How shoppers will see it. Nothing is kept. */
export function previewArticle(actor: Actor, body: string): { content: FaqNode[] } {
  allow(actor, 'readArticles')
  return { content: contentOf(body) }
}

const SEARCHES_KEPT = 180 * 24 * 60 * 60 * 1000

export const forgetOldSearches = (ctx: Context): Promise<void> =>
  store.forgetSearches(ctx.db, new Date(ctx.clock().getTime() - SEARCHES_KEPT))

async function checkCategory(trx: Trx, shopId: string, category: string | null | undefined): Promise<void> {
  if (category) checkChoice(await listCategories(trx, shopId), category, 'category')
}

const missing = () => new Failure('not_found', 'There is no such article.')

async function pick<T>(found: Promise<T | undefined>): Promise<T> {
  const one = await found
  if (!one) throw missing()
  return one
}

import type { Article, ArticleSearch } from '@comptoir/sdk/contract'
import { type Selectable, sql } from 'kysely'
import { readCursor } from '../platform/cursor.ts'
import type { Connection, Trx } from '../platform/db.ts'
import type { Database } from '../schema.ts'

export type ArticleRecord = Selectable<Database['articles']>

export interface Ref {
  shopId: string
  id: string
}

export interface ArticleFilter {
  locale?: string | undefined
  state?: Article['state'] | undefined
  category?: string | undefined
  groupId?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first; one more than the limit, to see whether there are more. */
export function listArticles(db: Connection, shopId: string, filter: ArticleFilter): Promise<ArticleRecord[]> {
  const after = filter.cursor === undefined ? null : readCursor(filter.cursor)
  const { locale, state, category, groupId } = filter
  return db
    .selectFrom('articles')
    .selectAll()
    .where('shopId', '=', shopId)
    .$if(locale !== undefined, (query) => query.where('locale', '=', locale ?? ''))
    .$if(category !== undefined, (query) => query.where('category', '=', category ?? ''))
    .$if(groupId !== undefined, (query) => query.where('groupId', '=', groupId ?? ''))
    .$if(state === 'draft', (query) => query.where('publishedAt', 'is', null))
    .$if(state === 'published', (query) => query.where('publishedAt', 'is not', null))
    .$if(after !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(after?.at ?? new Date(0), after?.id ?? ''))),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

export const findArticle = (db: Connection, { shopId, id }: Ref): Promise<ArticleRecord | undefined> =>
  db.selectFrom('articles').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

/** Articles of a shop are counted and made one after the other. */
export async function lockArticles(trx: Trx, shopId: string): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`articles ${shopId}`}::text, 0))`.execute(trx)
  const { count } = await trx
    .selectFrom('articles')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('shopId', '=', shopId)
    .executeTakeFirstOrThrow()
  return count
}

export const findTranslation = (
  db: Connection,
  shopId: string,
  groupId: string,
  locale: string,
): Promise<{ id: string } | undefined> =>
  db
    .selectFrom('articles')
    .select('id')
    .where('shopId', '=', shopId)
    .where('groupId', '=', groupId)
    .where('locale', '=', locale)
    .executeTakeFirst()

export const insertArticle = (
  trx: Trx,
  article: Omit<ArticleRecord, 'views' | 'helped' | 'notHelped' | 'publishedTitle' | 'publishedBody' | 'publishedAt'>,
): Promise<ArticleRecord> => trx.insertInto('articles').values(article).returningAll().executeTakeFirstOrThrow()

export const changeArticle = (
  db: Connection,
  { shopId, id }: Ref,
  turn: Partial<Omit<ArticleRecord, 'shopId' | 'id' | 'createdAt'>>,
): Promise<ArticleRecord | undefined> =>
  db
    .updateTable('articles')
    .set(turn)
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

/** What shoppers read is what it says now. */
export const publishArticle = (db: Connection, { shopId, id }: Ref, at: Date): Promise<ArticleRecord | undefined> =>
  db
    .updateTable('articles')
    .set((eb) => ({
      publishedTitle: eb.ref('title'),
      publishedBody: eb.ref('body'),
      publishedAt: at,
      updatedAt: at,
    }))
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

export async function deleteArticle(db: Connection, { shopId, id }: Ref): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('articles')
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** What shoppers read of an article. */
export interface Published {
  id: string
  locale: string
  category: string | null
  title: string
  body: string
  publishedAt: Date
}

const published = (db: Connection, shopId: string) =>
  db
    .selectFrom('articles')
    .select(['id', 'locale', 'category', 'publishedTitle as title', 'publishedBody as body', 'publishedAt'])
    .where('shopId', '=', shopId)
    .where('publishedAt', 'is not', null)
    .$narrowType<{ title: string; body: string; publishedAt: Date }>()

export const listPublished = (db: Connection, shopId: string): Promise<Published[]> =>
  published(db, shopId).orderBy('views', 'desc').orderBy('publishedAt').execute()

export const findPublished = (db: Connection, { shopId, id }: Ref): Promise<Published | undefined> =>
  published(db, shopId).where('id', '=', id).executeTakeFirst()

/** Another one whenever what shoppers read has changed. */
export async function revisionOf(db: Connection, shopId: string): Promise<string> {
  const { count, newest } = await db
    .selectFrom('articles')
    .select((eb) => [eb.fn.count<number>('publishedAt').as('count'), eb.fn.max('updatedAt').as('newest')])
    .where('shopId', '=', shopId)
    .executeTakeFirstOrThrow()
  return `${count} ${newest?.getTime()}`
}

export type Counter = 'views' | 'helped' | 'notHelped'

export async function count(db: Connection, { shopId, id }: Ref, counter: Counter): Promise<void> {
  await db
    .updateTable('articles')
    .set((eb) => ({ [counter]: eb(counter, '+', 1) }))
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .execute()
}

export async function countSearch(
  db: Connection,
  {
    shopId,
    locale,
    query,
    foundNone,
    at,
  }: { shopId: string; locale: string; query: string; foundNone: boolean; at: Date },
): Promise<void> {
  const empty = foundNone ? 1 : 0
  await db
    .insertInto('articleSearches')
    .values({ shopId, locale, query, searches: 1, empty, lastAt: at })
    .onConflict((conflict) =>
      conflict.columns(['shopId', 'locale', 'query']).doUpdateSet((eb) => ({
        searches: eb('articleSearches.searches', '+', 1),
        empty: eb('articleSearches.empty', '+', empty),
        lastAt: at,
      })),
    )
    .execute()
}

export async function listSearches(db: Connection, shopId: string, limit: number): Promise<ArticleSearch[]> {
  const rows = await db
    .selectFrom('articleSearches')
    .selectAll()
    .where('shopId', '=', shopId)
    .orderBy('empty', 'desc')
    .orderBy('searches', 'desc')
    .orderBy('lastAt', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ query, locale, searches, empty, lastAt }) => ({
    ...{ query, locale, searches, empty },
    lastAt: lastAt.toISOString(),
  }))
}

/** What was searched for long ago, all shops together. */
export async function forgetSearches(db: Connection, before: Date): Promise<void> {
  await db.deleteFrom('articleSearches').where('lastAt', '<', before).execute()
}

export function articleOf(record: ArticleRecord): Article {
  const { id, groupId, locale, category, title, body, views, helped, notHelped } = record
  return {
    ...{ id, groupId, locale, category, title, body, views, helped, notHelped },
    state: record.publishedAt ? 'published' : 'draft',
    isAhead: record.publishedAt !== null && (title !== record.publishedTitle || body !== record.publishedBody),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    publishedAt: record.publishedAt?.toISOString() ?? null,
  }
}

import type { FaqEntry } from '@comptoir/sdk/contract'
import MiniSearch from 'minisearch'
import type { Connection } from '../platform/db.ts'
import { contentOf, textOf } from './markdown.ts'
import * as store from './store.ts'

const EXCERPT = 160
const MOST_FOUND = 10
/** Whatever scores less than this part of the best is no answer to the same question. */
const LEAST_SHARE = 0.25

/** What a shop has published in one language, and the index over it. */
interface Shelf {
  entries: Map<string, FaqEntry>
  index: MiniSearch
}

interface Library {
  revision: string
  shelves: Map<string, Shelf>
}

/** So many shops' libraries are kept in memory; the one unused for longest makes room. */
const MOST_LIBRARIES = 500
const libraries = new Map<string, Library>()

/** The language in which a reader is served: theirs, the same without its region, the shop's own, or any there is. */
export async function shelfFor(
  db: Connection,
  shop: { id: string; locale: string },
  locale: string,
): Promise<{ locale: string; shelf: Shelf } | null> {
  const { shelves } = await libraryOf(db, shop.id)
  const base = (tag: string) => tag.split('-')[0] ?? tag
  const wanted = [locale, base(locale), shop.locale, base(shop.locale), ...shelves.keys()]
  const found = wanted.find((one) => shelves.has(one))
  const shelf = found === undefined ? undefined : shelves.get(found)
  return found !== undefined && shelf ? { locale: found, shelf } : null
}

/** Best first. Accents and case are ignored, beginnings of words count, and a typing error or two are forgiven. */
export function search({ entries, index }: Shelf, query: string): FaqEntry[] {
  const every = index.search(query, { combineWith: 'AND' })
  const found = every.length > 0 ? every : index.search(query, { combineWith: 'OR' })
  const least = (found[0]?.score ?? 0) * LEAST_SHARE
  return found
    .filter(({ score }) => score >= least)
    .slice(0, MOST_FOUND)
    .flatMap(({ id }) => entries.get(String(id)) ?? [])
}

async function libraryOf(db: Connection, shopId: string): Promise<Library> {
  const revision = await store.revisionOf(db, shopId)
  const known = libraries.get(shopId)
  libraries.delete(shopId)
  const library = known?.revision === revision ? known : { revision, shelves: await readShelves(db, shopId) }
  libraries.set(shopId, library)
  const [oldest] = libraries.keys()
  if (libraries.size > MOST_LIBRARIES && oldest !== undefined) libraries.delete(oldest)
  return library
}

async function readShelves(db: Connection, shopId: string): Promise<Map<string, Shelf>> {
  const shelves = new Map<string, Shelf>()
  for (const article of await store.listPublished(db, shopId)) {
    const shelf = shelves.get(article.locale) ?? newShelf()
    shelves.set(article.locale, shelf)
    const text = textOf(contentOf(article.body))
    shelf.entries.set(article.id, entryOf(article, text))
    shelf.index.add({ id: article.id, title: article.title, text })
  }
  return shelves
}

export const entryOf = ({ id, title, category, locale }: store.Published, text: string): FaqEntry => ({
  ...{ id, title, category, locale },
  excerpt: text.length > EXCERPT ? `${text.slice(0, EXCERPT).replace(/\s+\S*$/, '')}…` : text.trim(),
})

const newShelf = (): Shelf => ({
  entries: new Map(),
  index: new MiniSearch({
    fields: ['title', 'text'],
    processTerm: fold,
    searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: (term) => (term.length > 3 ? 0.25 : false) },
  }),
})

const fold = (term: string): string => term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

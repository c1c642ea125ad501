import type { RawBuilder } from 'kysely'
import type { Connection } from '../../platform/db.ts'
import * as store from './store.ts'
import { blockOf } from './words.ts'

/** So many blocks are asked at once at first, and so many times more at every further look. */
const WIDENING = 4
/** A query grows with its blocks and its terms: so much of both together in one look. */
const MOST_TERMS = 512

export interface Wanted {
  query: string
  terms: number
  /** Only tickets with a lower number. */
  below: number
  conditions: RawBuilder<boolean>
  limit: number
}

/**
 * What a search finds in a shop, the newest first. A common word fills the page from the newest block alone; a rare one is
 * looked for in ever more blocks at once, and is cheap in each.
 */
export async function findNewest(db: Connection, shopId: string, wanted: Wanted): Promise<store.Match[]> {
  const { query, terms, below, conditions, limit } = wanted
  const found: store.Match[] = []
  let block = blockOf(Math.min(below - 1, await store.newestNumber(db, shopId)))
  for (let width = 1; block >= 0 && found.length < limit; width = Math.min(width * WIDENING, most(terms))) {
    const blocks = Array.from({ length: Math.min(width, block + 1) }, (_, index) => block - index)
    const within = blocks.map((one) => `(${store.inBlock(query, one)})`).join(' | ')
    const rest = limit - found.length
    found.push(...(await store.findMatches(db, shopId, within, { below, conditions, limit: rest })))
    block -= blocks.length
  }
  return found
}

const most = (terms: number): number => Math.max(1, Math.floor(MOST_TERMS / terms))

import { LIMITS, type Page, type TicketRow } from '@comptoir/sdk/contract'
import { checkKnown } from '../../categories/rules.ts'
import { listCategories } from '../../categories/store.ts'
import { allow } from '../../identity/roles.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Context } from '../../platform/context.ts'
import { page, readCursor } from '../../platform/cursor.ts'
import { findShop } from '../../shops/store.ts'
import { scopeOf, sideOf } from '../actions.ts'
import { findNewest } from '../search/find.ts'
import { findAmong, matchesRow, writeQuery } from '../search/store.ts'
import { dictionaryFor, type Term, tagTerm, termsOf } from '../search/words.ts'
import { checkDeskFilter, type DeskFilter, readDeskFilter } from './desk-filter.ts'
import * as store from './store.ts'

export type Asked = Omit<store.ListQuery, 'assigneeId' | 'departmentId' | 'holds'> &
  DeskFilter & { q?: string | undefined; tag?: string | undefined }

/** Newest first, or the liveliest; what a search finds in a shop always newest first. */
export async function listTickets(ctx: Context, actor: Actor, asked: Asked): Promise<Page<TicketRow>> {
  allow(actor, 'readTicket')
  checkDeskFilter(actor, asked)
  if (asked.category !== undefined) checkKnown(await listCategories(ctx.db, actor.shopId), asked.category, 'category')
  const { assignee, department, q, tag, ...rest } = asked
  const query = { ...rest, ...(await readDeskFilter(ctx.db, actor, { assignee, department })) }
  if (q === undefined && tag === undefined) return listAll(ctx, actor, query)
  const terms = [...(q === undefined ? [] : termsOf(q)), ...(tag === undefined ? [] : [tagTerm(tag)])]
  if (terms.length === 0) return query.page === undefined ? NOTHING : { ...NOTHING, total: 0 }
  const words = await writeTerms(ctx, actor.shopId, terms)
  // Whoever has few tickets has them all looked at.
  if (actor.kind === 'customer' || query.customer !== undefined)
    return listAll(ctx, actor, { ...query, holds: matchesRow(words, actor.kind === 'agent') })
  return search(ctx, actor, query, { words, terms: terms.length })
}

const NOTHING = { items: [], nextCursor: null }

async function writeTerms(ctx: Context, shopId: string, terms: Term[]): Promise<string> {
  const shop = await findShop(ctx.db, shopId)
  return writeQuery(ctx.db, shopId, terms, dictionaryFor(shop?.locale ?? ''))
}

async function listAll(ctx: Context, actor: Actor, query: store.ListQuery): Promise<Page<TicketRow>> {
  const joined = await store.listTickets(ctx.db, scopeOf(actor), sideOf(actor), query)
  const { rows, nextCursor } = page(joined, query.limit, (row) => ({ at: store.placeOf(query.sort, row), id: row.id }))
  const items = rows.map((row) => store.rowOf(row, sideOf(actor)))
  return query.page === undefined ? { items, nextCursor } : { items, nextCursor, total: await count(ctx, actor, query) }
}

/** Exact up to the bound, and without a filter; else no higher than the bound. */
async function count(ctx: Context, actor: Actor, query: store.ListQuery): Promise<number> {
  const total = await store.countTickets(ctx.db, scopeOf(actor), query, LIMITS.counted)
  const { sort: _, page: __, limit: ___, ...filters } = query
  const isAll = actor.kind === 'agent' && Object.values(filters).every((value) => value === undefined)
  return isAll && total === LIMITS.counted ? store.countAllTickets(ctx.db, actor.shopId) : total
}

const HIGHEST = 2 ** 31 - 1

async function search(
  ctx: Context,
  actor: Actor,
  query: store.ListQuery,
  { words, terms }: { words: string; terms: number },
): Promise<Page<TicketRow>> {
  // A place in what was found is a ticket's number: it stands where other lists have a time.
  const below = Math.min(query.cursor === undefined ? HIGHEST : readCursor(query.cursor).at.getTime(), HIGHEST)
  const start = ((query.page ?? 1) - 1) * query.limit
  const limit = query.page === undefined ? query.limit + 1 : Math.max(start + query.limit + 1, LIMITS.counted)
  const conditions = store.conditionsOf(query)
  const few = await listFew(ctx, actor, query)
  const found = few
    ? await findAmong(ctx.db, actor.shopId, { query: words, below, among: few, limit })
    : await findNewest(ctx.db, actor.shopId, { query: words, terms, below, conditions, limit })
  const shown = found.slice(start, start + query.limit + 1)
  const { rows, nextCursor } = page(shown, query.limit, ({ number, id }) => ({ at: new Date(number), id }))
  const items = await rowsOf(ctx, actor, rows)
  return query.page === undefined
    ? { items, nextCursor }
    : { items, nextCursor, total: Math.min(found.length, LIMITS.counted) }
}

/** So many tickets are looked at one by one, rather than all that the words are in. */
const FEW = 500

/** The tickets that pass the filters, where there are filters and those few; else `null`. */
async function listFew(ctx: Context, actor: Actor, query: store.ListQuery): Promise<string[] | null> {
  const { sort: _, page: __, limit: ___, cursor: ____, ...filters } = query
  if (Object.values(filters).every((value) => value === undefined)) return null
  const ids = await store.listIds(ctx.db, scopeOf(actor), query, FEW + 1)
  return ids.length > FEW ? null : ids
}

async function rowsOf(ctx: Context, actor: Actor, found: { id: string }[]): Promise<TicketRow[]> {
  const ids = found.map(({ id }) => id)
  const rows = await store.listRows(ctx.db, scopeOf(actor), sideOf(actor), ids)
  return rows.map((row) => store.rowOf(row, sideOf(actor))).sort((one, other) => other.number - one.number)
}

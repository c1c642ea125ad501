import type { Heat, LiveView, Page, RatedTicket, StatsFilter } from '@comptoir/sdk/contract'
import { listCategories } from '../categories/store.ts'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import { agentRowOf, listAgents } from '../presence/store.ts'
import { findShop } from '../shops/store.ts'
import { readFigures, select } from '../stats/actions.ts'
import { type Column, columnsOf } from './columns.ts'
import { type ReportLanguage, type ReportWords, WORDS } from './locales/index.ts'
import type { Pages } from './sheets.ts'
import * as store from './store.ts'

/** When the tickets of the period were opened, hour by hour of the week. */
export async function readHeat(ctx: Context, actor: Actor, filter: StatsFilter): Promise<Heat> {
  allow(actor, 'readStats')
  const { selection, timeZone } = await select(ctx, actor.shopId, filter, ctx.clock())
  const days = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  let total = 0
  for (const { day, hour, count } of await store.countByHour(ctx.db, selection, timeZone)) {
    const hours = days[day - 1]
    if (hours) hours[hour] = count
    total += count
  }
  const period = { from: selection.from.toISOString(), to: selection.to.toISOString(), timeZone }
  return { period, total, days }
}

/** How the tickets of the period were rated, and what was said with it. */
export async function readRatings(
  ctx: Context,
  actor: Actor,
  {
    score,
    commented,
    cursor,
    limit,
    ...filter
  }: StatsFilter & {
    score?: number | undefined
    commented?: boolean | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<Page<RatedTicket>> {
  allow(actor, 'readStats')
  const { selection } = await select(ctx, actor.shopId, filter, ctx.clock())
  const found = await store.listRatings(ctx.db, selection, { score, commented, cursor, limit })
  const { rows, nextCursor } = page(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }))
  return { items: rows.map(ratedOf), nextCursor }
}

const ratedOf = ({ id, agentId, agentName, ratedAt, ...row }: store.RatedRow): RatedTicket => ({
  ...{ ticketId: id, number: row.number, subject: row.subject, score: row.score, comment: row.comment },
  ratedAt: ratedAt.toISOString(),
  agent: agentId === null ? null : { id: agentId, name: agentName },
  customerName: row.customerName,
})

/** So many agents at most stand in the live view: a shop has no more. */
const AGENTS = 500

export async function readLiveView(ctx: Context, actor: Actor): Promise<LiveView> {
  allow(actor, 'readStats')
  const now = ctx.clock()
  const [queue, joined] = await Promise.all([
    store.readQueue(ctx.db, actor.shopId, now),
    listAgents(ctx.db, actor.shopId, { limit: AGENTS }),
  ])
  const { waiting, unassigned, escalated, overdue } = queue
  const agents = joined
    .map((row) => agentRowOf(row, []))
    .filter(({ presence }) => presence.state !== 'offline')
    .sort((one, other) => other.busy - one.busy || one.name.localeCompare(other.name))
    .map(({ id, name, presence, busy }) => ({ id, name, presence, busy }))
  return { at: now.toISOString(), waiting, unassigned, longest: longestOf(queue, now), escalated, overdue, agents }
}

function longestOf({ longestId, longestNumber, longestSince }: store.Queue, now: Date): LiveView['longest'] {
  if (longestId === null || longestNumber === null || longestSince === null) return null
  const seconds = Math.max(0, Math.floor((now.getTime() - longestSince.getTime()) / 1000))
  return { ticketId: longestId, number: longestNumber, since: longestSince.toISOString(), seconds }
}

/** So many tickets are read and written at a time: memory does not grow with the report, and chats do not wait for it. */
const PAGE = 500

export interface TicketReport {
  columns: Column[]
  pages: Pages
  /** How many tickets there were when the report was begun. */
  total: number
  days: { from: string; to: string }
  words: ReportWords
}

/** The tickets of a selection, to be written as they are read: each as it stands when its page is. */
export async function openReport(
  ctx: Context,
  actor: Actor,
  filter: StatsFilter,
  language: ReportLanguage,
): Promise<TicketReport> {
  allow(actor, 'readStats')
  const now = ctx.clock()
  const { selection, timeZone } = await select(ctx, actor.shopId, filter, now)
  const [shop, categories, { whole }] = await Promise.all([
    findShop(ctx.db, actor.shopId),
    listCategories(ctx.db, actor.shopId),
    readFigures(ctx.db, selection, { now, timeZone, by: null }),
  ])
  const words = WORDS[language]
  const columns = columnsOf({ language, words, categories, fields: shop?.settings.fields ?? [] })
  const pages = readPages(ctx, actor, { selection, timeZone })
  return { columns, pages, total: whole.total, days: daysOf(selection, timeZone), words }
}

async function* readPages(
  ctx: Context,
  actor: Actor,
  { selection, timeZone }: Awaited<ReturnType<typeof select>>,
): AsyncGenerator<store.ReportRow[]> {
  let last: store.ReportRow | null = null
  let count = 0
  try {
    do {
      const rows: store.ReportRow[] = await store.listReportRows(ctx.db, selection, timeZone, { last, limit: PAGE })
      last = rows.length === PAGE ? (rows.at(-1) ?? null) : null
      count += rows.length
      yield rows
    } while (last && !ctx.closing.aborted)
    if (last) throw new Error('the server stops')
  } finally {
    const { shopId, from, to } = selection
    const by = actor.kind === 'agent' ? actor.agentId : null
    ctx.log.info({ shopId, by, from, to, tickets: count, whole: last === null }, 'tickets were exported')
  }
}

/** The first and the last day of a period where the shop is. */
function daysOf({ from, to }: { from: Date; to: Date }, timeZone: string): { from: string; to: string } {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  return { from: day.format(from), to: day.format(to.getTime() - 1) }
}

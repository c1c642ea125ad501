import type { Figure, Page, StatsFilter, StatsPart, StatsQuery, TicketRow, TicketStats } from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import { findShop } from '../shops/store.ts'
import { listRows, rowOf } from '../tickets/list/store.ts'
import { daysOf, periodOf } from './rules.ts'
import * as store from './store.ts'

/** The figures of the shop's tickets, whole and part by part. */
export async function readStats(ctx: Context, actor: Actor, query: StatsQuery): Promise<TicketStats> {
  allow(actor, 'readStats')
  const now = ctx.clock()
  const { selection, timeZone } = await select(ctx, actor.shopId, query, now)
  const { by } = query
  const days = by === 'day' ? daysOf(selection, timeZone) : []
  const { whole, parts } = await store.readFigures(ctx.db, selection, now, by ? { by, timeZone } : null)
  const period = { from: selection.from.toISOString(), to: selection.to.toISOString(), timeZone }
  if (!by) return { period, ...whole }
  const named = by === 'day' ? everyDay(days, parts) : await withNames(ctx, actor.shopId, by, parts)
  return { period, ...whole, parts: named.map(({ key, name, figures }) => ({ key, name, ...figures })) }
}

/** The tickets behind one of the figures. */
export async function listBehind(
  ctx: Context,
  actor: Actor,
  figure: Figure,
  { cursor, limit, ...filter }: StatsFilter & { cursor?: string | undefined; limit: number },
): Promise<Page<TicketRow>> {
  allow(actor, 'readStats')
  const now = ctx.clock()
  const { selection } = await select(ctx, actor.shopId, filter, now)
  const found = await store.listBehind(ctx.db, selection, figure, { cursor, limit }, now)
  const { rows, nextCursor } = page(found, limit, (row) => ({ at: row.createdAt, id: row.id }))
  const tickets = await listRows(
    ctx.db,
    { shopId: actor.shopId, customerId: null },
    'agent',
    rows.map((row) => row.id),
  )
  return { items: tickets.map((row) => rowOf(row, 'agent')), nextCursor }
}

async function select(
  ctx: Context,
  shopId: string,
  filter: StatsFilter,
  now: Date,
): Promise<{ selection: store.Selection; timeZone: string }> {
  const shop = await findShop(ctx.db, shopId)
  if (!shop) throw new Error(`shop ${shopId} is gone`)
  const { timeZone } = shop.settings.hours
  const { department, agent, category, channel } = filter
  const parts = {
    ...(department !== undefined && { department: await departmentOf(ctx, shopId, department) }),
    ...(agent !== undefined && { agent: noneOr(agent) }),
    ...(category !== undefined && { category }),
    ...(channel !== undefined && { channel }),
  }
  return { selection: { shopId, ...periodOf(filter, now, timeZone), ...parts }, timeZone }
}

/** A department that the shop has not has no tickets either. */
const departmentOf = async (ctx: Context, shopId: string, ref: string): Promise<string | null> =>
  ref === 'none' ? null : ((await store.findDepartment(ctx.db, shopId, ref)) ?? NOBODY)

const NOBODY = '00000000-0000-0000-0000-000000000000'

const noneOr = (id: string): string | null => (id === 'none' ? null : id)

type NamedPart = store.Part & { name: string | null }

/** A day without a ticket is a day, too. */
function everyDay(days: string[], parts: store.Part[]): NamedPart[] {
  const byDay = new Map(parts.map(({ key, figures }) => [key, figures]))
  return days.map((key) => ({ key, name: null, figures: byDay.get(key) ?? store.noFigures() }))
}

/** The largest first; agents and departments by what they are called, the rest by its key alone. */
async function withNames(ctx: Context, shopId: string, by: StatsPart, parts: store.Part[]): Promise<NamedPart[]> {
  const keys = parts.flatMap(({ key }) => key ?? [])
  const named = by === 'agent' || by === 'department'
  const names = named ? await store.listNames(ctx.db, shopId, by, keys) : new Map<string, string>()
  return parts
    .map((part) => ({ ...part, name: names.get(part.key ?? '') ?? null }))
    .sort((a, b) => b.figures.total - a.figures.total || (a.key ?? '').localeCompare(b.key ?? ''))
}

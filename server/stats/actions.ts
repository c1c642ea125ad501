import type {
  Figure,
  Figures,
  Page,
  StatsFilter,
  StatsPart,
  StatsQuery,
  TicketRow,
  TicketStats,
} from '@comptoir/sdk/contract'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { page } from '../platform/cursor.ts'
import type { Connection, Db, Trx } from '../platform/db.ts'
import { findShop } from '../shops/store.ts'
import { listRows, rowOf } from '../tickets/list/store.ts'
import { findBookZone, readTallies, readTotals } from './book/store.ts'
import { daysOf, latelyOf, looseTickets, type Period, type Pieces, periodOf, piecesOf } from './rules.ts'
import * as store from './store.ts'
import { addTallies, figuresOf } from './tally.ts'

/** The figures of the shop's tickets, whole and part by part. */
export async function readStats(ctx: Context, actor: Actor, query: StatsQuery): Promise<TicketStats> {
  allow(actor, 'readStats')
  const now = ctx.clock()
  const { selection, timeZone } = await select(ctx, actor.shopId, query, now)
  const { by } = query
  const days = by === 'day' ? daysOf(selection, timeZone) : []
  const { whole, parts } = await readFigures(ctx.db, selection, { now, timeZone, by: by ?? null })
  const period = { from: selection.from.toISOString(), to: selection.to.toISOString(), timeZone }
  if (!by) return { period, ...whole }
  const named = by === 'day' ? everyDay(days, parts) : await withNames(ctx, actor.shopId, by, parts)
  return { period, ...whole, parts: named.map(({ key, name, figures }) => ({ key, name, ...figures })) }
}

interface Part {
  key: string | null
  figures: Figures
}

interface Asked {
  now: Date
  timeZone: string
  by: StatsPart | null
}

/** Out of the shop's book, or ticket by ticket where its days are not (yet) those of its time zone, and for all shops together. */
export async function readFigures(
  db: Db,
  { from, to, ...parts }: store.Selection,
  { now, timeZone, by }: Asked,
): Promise<{ whole: Figures; parts: Part[] }> {
  const recent = latelyOf({ from, to }, now)
  const tallies = await ofOneMoment(db, async (trx) => {
    const cut = await cutterFor(trx, parts.shopId, timeZone)
    return readTallies(trx, { parts, pieces: cut({ from, to }), lately: recent && cut(recent), by, timeZone })
  })
  const whole = figuresOf(addTallies([...tallies.values()]))
  return { whole, parts: by ? [...tallies].map(([key, tally]) => ({ key, figures: figuresOf(tally) })) : [] }
}

/** How many tickets a shop has in all, and how many of them were opened in the last 24 hours. */
export async function countTickets(
  ctx: Pick<Context, 'db' | 'clock'>,
  shopId: string,
): Promise<Pick<Figures, 'total' | 'open' | 'closed' | 'last24h'>> {
  const timeZone = await timeZoneOf(ctx.db, shopId)
  const now = ctx.clock()
  const lately = latelyOf({ from: new Date(0), to: new Date(now.getTime() + 1) }, now)
  return ofOneMoment(ctx.db, async (trx) => {
    const cut = await cutterFor(trx, shopId, timeZone)
    const wanted = { parts: { shopId }, pieces: null, lately: lately && cut(lately), by: null, timeZone }
    const { total, closed } = await readTotals(trx, shopId)
    const tallies = await readTallies(trx, wanted)
    return { total, open: total - closed, closed, last24h: addTallies([...tallies.values()]).lately }
  })
}

const ofOneMoment = <T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)

async function cutterFor(trx: Trx, shopId: string | null, timeZone: string): Promise<(period: Period) => Pieces> {
  const isBooked = shopId !== null && (await findBookZone(trx, shopId)) === timeZone
  return (period) => (isBooked ? piecesOf(period, timeZone) : looseTickets(period))
}

async function timeZoneOf(db: Connection, shopId: string): Promise<string> {
  const shop = await findShop(db, shopId)
  if (!shop) throw new Error(`shop ${shopId} is gone`)
  return shop.settings.hours.timeZone
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

/** The tickets that a filter asks for, and the time zone of their days. */
export async function select(
  ctx: Context,
  shopId: string,
  filter: StatsFilter,
  now: Date,
): Promise<{ selection: store.Selection; timeZone: string }> {
  const timeZone = await timeZoneOf(ctx.db, shopId)
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
  ref === 'none' ? null : ((await store.findDepartment(ctx.db, shopId, ref)) ?? NO_DEPARTMENT)

const NO_DEPARTMENT = '00000000-0000-0000-0000-000000000001'

const noneOr = (id: string): string | null => (id === 'none' ? null : id)

type NamedPart = Part & { name: string | null }

/** A day without a ticket is a day, too. */
function everyDay(days: string[], parts: Part[]): NamedPart[] {
  const byDay = new Map(parts.map(({ key, figures }) => [key, figures]))
  return days.map((key) => ({ key, name: null, figures: byDay.get(key) ?? figuresOf(addTallies([])) }))
}

/** The largest first; agents and departments by what they are called, the rest by its key alone. */
async function withNames(ctx: Context, shopId: string, by: StatsPart, parts: Part[]): Promise<NamedPart[]> {
  const keys = parts.flatMap(({ key }) => key ?? [])
  const named = by === 'agent' || by === 'department'
  const names = named ? await store.listNames(ctx.db, shopId, by, keys) : new Map<string, string>()
  return parts
    .map((part) => ({ ...part, name: names.get(part.key ?? '') ?? null }))
    .sort((a, b) => b.figures.total - a.figures.total || (a.key ?? '').localeCompare(b.key ?? ''))
}

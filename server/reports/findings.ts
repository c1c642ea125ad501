import type { StatsFilter } from '@comptoir/sdk/contract'
import { labelIn } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { findShop } from '../shops/store.ts'
import { readStats } from '../stats/actions.ts'
import { readHeat } from './actions.ts'
import { type ReportLanguage, WORDS } from './locales/index.ts'
import type { Findings, Section } from './paper/report.ts'

/** What the printed report shows: the same figures as the statistics, in the reader's words. */
export async function findOut(
  ctx: Context,
  actor: Actor,
  filter: StatsFilter,
  language: ReportLanguage,
): Promise<Findings> {
  const at = ctx.clock()
  const days = await readStats(ctx, actor, { ...filter, by: 'day' })
  // All of one period, though the clock goes on meanwhile.
  const { period: _, ...parts } = filter
  const same = { ...parts, from: days.period.from, to: days.period.to }
  const categories = new Map(
    (await listCategories(ctx.db, actor.shopId)).map((one) => [one.id, labelIn(one, language)]),
  )
  const channels = new Map<string, string>(Object.entries(WORDS[language].channel))
  const section = async (by: Section, nameOf: (key: string, name: string | null) => string | null) => {
    const { parts = [] } = await readStats(ctx, actor, { ...same, by })
    return parts.map(({ key, name, ...figures }) => ({ name: key === null ? null : nameOf(key, name), figures }))
  }
  const shop = await findShop(ctx.db, actor.shopId)
  ctx.log.info(
    { shopId: actor.shopId, by: actor.kind === 'agent' ? actor.agentId : null, ...days.period },
    'a report was printed',
  )
  return {
    ...{ shop: shop?.name ?? '', language, at, days },
    heat: await readHeat(ctx, actor, same),
    sections: {
      agent: await section('agent', (key, name) => name ?? key),
      category: await section('category', (key) => categories.get(key) ?? key),
      department: await section('department', (key, name) => name ?? key),
      channel: await section('channel', (key) => channels.get(key) ?? key),
    },
  }
}

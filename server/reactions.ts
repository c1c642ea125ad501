import type { FactType } from '@comptoir/sdk/contract'
import { ensureHolders, mindHolders, refillFormer, refillHolder, refillLeft } from './assignment/jobs.ts'
import { dropFiles } from './attachments/jobs.ts'
import { deliver } from './chat/live.ts'
import { keepClocks, weighLater } from './escalation/jobs.ts'
import { confirmLater, tellEnd, tellHolder, tellLeads, tellTheAbsent } from './mail/jobs.ts'
import type { Work } from './platform/commit.ts'
import type { Context } from './platform/context.ts'
import type { Happened, HappenedOf } from './platform/happening.ts'
import { announceRow, tellCustomer, tellFact, tellGone } from './tickets/live.ts'
import { indexMessages, indexNew } from './tickets/search/index-words.ts'
import { feedWebhooks } from './webhooks/jobs.ts'
import { runLater } from './workflow/jobs.ts'

interface Reaction<T extends FactType> {
  /** Live pushes, after the commit. */
  now: ((ctx: Context, happened: HappenedOf<T>) => void)[]
  /** Jobs, in the same transaction. What has happened at once comes at once. */
  later: ((work: Work, happened: HappenedOf<T>[]) => Promise<void>)[]
}

/** One after the other, for what seldom happens many times at once. */
const each =
  <H>(react: (work: Work, happened: H) => Promise<void>) =>
  async (work: Work, happened: H[]): Promise<void> => {
    for (const one of happened) await react(work, one)
  }

/** What follows from what. */
export const reactions: { [T in FactType]: Reaction<T> } = {
  'ticket.created': {
    now: [announceRow, tellCustomer, tellFact],
    later: [indexNew, confirmLater, ensureHolders],
  },
  'ticket.status_changed': {
    now: [announceRow, tellCustomer, tellFact],
    later: [ensureHolders, each(refillHolder), each(tellEnd)],
  },
  'ticket.changed': { now: [announceRow, tellCustomer, tellFact], later: [] },
  'ticket.deleted': { now: [tellGone, tellFact], later: [each(refillLeft), each(dropFiles)] },
  'ticket.snoozed': { now: [announceRow, tellFact], later: [] },
  'ticket.woken': { now: [announceRow, tellFact], later: [ensureHolders, mindHolders] },
  'ticket.merged': { now: [announceRow, tellFact], later: [] },
  'ticket.unmerged': { now: [announceRow, tellFact], later: [] },
  'ticket.escalated': { now: [announceRow, tellCustomer, tellFact], later: [each(tellLeads)] },
  'ticket.assigned': {
    now: [announceRow, tellCustomer, tellFact],
    later: [ensureHolders, each(refillFormer), mindHolders, each(tellHolder)],
  },
  'ticket.moved': { now: [announceRow, tellFact], later: [ensureHolders] },
  'ticket.rated': { now: [announceRow, tellCustomer, tellFact], later: [each(weighLater)] },
  'message.posted': { now: [deliver, announceRow, tellFact], later: [indexMessages, tellTheAbsent, mindHolders] },
}

/** What follows from everything that happens to a ticket. */
const always = { now: [feedWebhooks], later: [keepClocks, runLater] }

export async function reactLater(work: Work, happened: Happened[]): Promise<void> {
  const byType = new Map<FactType, Happened[]>()
  for (const one of happened) {
    const some = byType.get(one.fact.type)
    if (some) some.push(one)
    else byType.set(one.fact.type, [one])
  }
  for (const [type, some] of byType) for (const react of reactionsTo(type).later) await react(work, some.map(flat))
  for (const react of always.later) await react(work, happened.map(flat))
}

/** What was stored stays stored: a push that fails is logged, and its receivers resume by `seq`. */
export function reactNow(ctx: Context, happened: Happened[]): void {
  for (const one of happened) {
    for (const react of [...reactionsTo(one.fact.type).now, ...always.now]) {
      try {
        react(ctx, flat(one))
      } catch (error) {
        ctx.log.error({ err: error, fact: one.fact.id }, 'a reaction failed')
      }
    }
  }
}

// TypeScript cannot follow that fact and rows are of one type through the table; `Happening` has seen to it.
const reactionsTo = (type: FactType) => reactions[type] as unknown as Reaction<'message.posted'>
const flat = ({ fact, happening }: Happened) => ({ ...happening, fact }) as unknown as HappenedOf<'message.posted'>

import type { FactType } from '@comptoir/sdk/contract'
import { ensureHolder, mindHolder, refillFormer, refillHolder, refillLeft } from './assignment/jobs.ts'
import { deliver } from './chat/live.ts'
import { keepClock, weighLater } from './escalation/jobs.ts'
import { confirmLater, tellEnd, tellHolder, tellLeads, tellTheAbsent } from './mail/jobs.ts'
import type { Unit } from './platform/commit.ts'
import type { Context } from './platform/context.ts'
import type { Happened, HappenedOf } from './platform/happening.ts'
import { announceRow, tellCustomer, tellFact } from './tickets/live.ts'
import { indexMessage, indexNew } from './tickets/search/index-words.ts'
import { runLater } from './workflow/jobs.ts'

interface Reaction<T extends FactType> {
  /** Live pushes, after the commit. */
  now: ((ctx: Context, happened: HappenedOf<T>) => void)[]
  /** Jobs, in the same transaction. */
  later: ((unit: Unit, happened: HappenedOf<T>) => Promise<void>)[]
}

/** What follows from what. */
export const reactions: { [T in FactType]: Reaction<T> } = {
  'ticket.created': { now: [announceRow, tellCustomer, tellFact], later: [indexNew, confirmLater, ensureHolder] },
  'ticket.status_changed': { now: [announceRow, tellCustomer, tellFact], later: [ensureHolder, refillHolder, tellEnd] },
  'ticket.changed': { now: [announceRow, tellCustomer, tellFact], later: [] },
  'ticket.deleted': { now: [tellFact], later: [refillLeft] },
  'ticket.snoozed': { now: [announceRow, tellFact], later: [] },
  'ticket.woken': { now: [announceRow, tellFact], later: [] },
  'ticket.merged': { now: [announceRow, tellFact], later: [] },
  'ticket.unmerged': { now: [announceRow, tellFact], later: [] },
  'ticket.escalated': { now: [announceRow, tellCustomer, tellFact], later: [tellLeads] },
  'ticket.assigned': {
    now: [announceRow, tellCustomer, tellFact],
    later: [ensureHolder, refillFormer, mindHolder, tellHolder],
  },
  'ticket.moved': { now: [announceRow, tellFact], later: [ensureHolder] },
  'ticket.rated': { now: [announceRow, tellCustomer, tellFact], later: [weighLater] },
  'message.posted': { now: [deliver, announceRow, tellFact], later: [indexMessage, tellTheAbsent, mindHolder] },
}

/** What follows from everything that happens to a ticket. */
const always = { later: [keepClock, runLater] }

export async function reactLater(unit: Unit, happened: Happened[]): Promise<void> {
  for (const one of happened)
    for (const react of [...reactionsTo(one).later, ...always.later]) await react(unit, flat(one))
}

/** What was stored stays stored: a push that fails is logged, and its receivers resume by `seq`. */
export function reactNow(ctx: Context, happened: Happened[]): void {
  for (const one of happened) {
    for (const react of reactionsTo(one).now) {
      try {
        react(ctx, flat(one))
      } catch (error) {
        ctx.log.error({ err: error, fact: one.fact.id }, 'a reaction failed')
      }
    }
  }
}

// TypeScript cannot follow that fact and rows are of one type through the table; `Happening` has seen to it.
const reactionsTo = ({ fact }: Happened) => reactions[fact.type] as unknown as Reaction<'message.posted'>
const flat = ({ fact, happening }: Happened) => ({ ...happening, fact }) as unknown as HappenedOf<'message.posted'>

import type { FactType } from '@comptoir/sdk/contract'
import { ensureHolder, mindHolder, refillFormer, refillHolder } from './assignment/jobs.ts'
import { deliver } from './chat/live.ts'
import { keepClock, weighLater } from './escalation/jobs.ts'
import { confirmLater, tellTheAbsent } from './mail/jobs.ts'
import type { Unit } from './platform/commit.ts'
import type { Context } from './platform/context.ts'
import type { Happened, HappenedOf } from './platform/happening.ts'
import { announceRow, tellCustomer, tellFact } from './tickets/live.ts'
import { runLater } from './workflow/jobs.ts'

interface Reaction<T extends FactType> {
  /** Live pushes, after the commit. */
  now: ((ctx: Context, happened: HappenedOf<T>) => void)[]
  /** Jobs, in the same transaction. */
  later: ((unit: Unit, happened: HappenedOf<T>) => Promise<void>)[]
}

/** What follows from what. */
export const reactions: { [T in FactType]: Reaction<T> } = {
  'ticket.created': { now: [announceRow, tellCustomer, tellFact], later: [confirmLater, ensureHolder] },
  'ticket.status_changed': { now: [announceRow, tellCustomer, tellFact], later: [ensureHolder, refillHolder] },
  'ticket.changed': { now: [announceRow, tellCustomer, tellFact], later: [] },
  'ticket.escalated': { now: [announceRow, tellCustomer, tellFact], later: [] },
  'ticket.assigned': { now: [announceRow, tellCustomer, tellFact], later: [ensureHolder, refillFormer, mindHolder] },
  'ticket.moved': { now: [announceRow, tellFact], later: [ensureHolder] },
  'ticket.rated': { now: [announceRow, tellCustomer, tellFact], later: [weighLater] },
  'message.posted': { now: [deliver, announceRow, tellFact], later: [tellTheAbsent, mindHolder] },
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

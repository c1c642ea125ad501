import type { DryRun, DryRunAnswer, DryRunStep, Workflow, WorkflowChange, WorkflowRule } from '@comptoir/sdk/contract'
import { checkKnown } from '../categories/rules.ts'
import { listCategories } from '../categories/store.ts'
import { allow } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { checkReferences } from './hands.ts'
import { windAges, windAgesOf } from './jobs.ts'
import { replay } from './replay.ts'
import * as store from './store.ts'

const DAY = 86_400_000
const MOST_TICKETS = 1_000
const MOST_STEPS = 500
const AT_A_TIME = 100

export async function readWorkflow(ctx: Context, actor: Actor): Promise<Workflow> {
  allow(actor, 'readWorkflow')
  return store.findWorkflow(ctx.db, actor.shopId)
}

/** @throws Failure `conflict` when the rules are no longer those of the revision named */
export async function changeWorkflow(
  ctx: Context,
  actor: Actor,
  { rules, revision }: WorkflowChange,
): Promise<Workflow> {
  allow(actor, 'changeWorkflow')
  const { shopId } = actor
  await checkRules(ctx, shopId, rules)
  await ctx.db.transaction().execute(async (trx) => {
    const stored = await store.replaceWorkflow(trx, shopId, rules, revision, ctx.clock())
    if (stored === null) throw new Failure('conflict', 'Somebody has changed the rules meanwhile: read them again.')
    await windAges.add(trx, { shopId }, { key: `workflow.ages:${shopId}` })
  })
  return store.findWorkflow(ctx.db, shopId)
}

async function checkRules({ db }: Context, shopId: string, rules: readonly WorkflowRule[]): Promise<void> {
  const categories = await listCategories(db, shopId)
  for (const [index, { and, then }] of rules.entries()) {
    for (const [at, category] of (and.category ?? []).entries())
      checkKnown(categories, category, `rules.${index}.and.category.${at}`)
    await checkReferences(db, shopId, then, `rules.${index}.then`)
  }
}

/** What rules would have done to the tickets of the last days. Nothing is changed. */
export async function dryRun(ctx: Context, actor: Actor, { rules, days }: DryRun): Promise<DryRunAnswer> {
  allow(actor, 'changeWorkflow')
  await checkRules(ctx, actor.shopId, rules)
  const now = ctx.clock()
  const since = new Date(now.getTime() - days * DAY)
  const found = await store.listMadeSince(ctx.db, actor.shopId, since, MOST_TICKETS + 1)
  const tickets = found.slice(0, MOST_TICKETS)
  const steps: DryRunStep[] = []
  for (let at = 0; at < tickets.length; at += AT_A_TIME) {
    const pasts = await store.readPasts(ctx.db, actor.shopId, tickets.slice(at, at + AT_A_TIME))
    for (const past of pasts) steps.push(...replay(rules, past, now))
  }
  return {
    examined: tickets.length,
    complete: found.length <= MOST_TICKETS && steps.length <= MOST_STEPS,
    rules: rules.map((rule) => sumUp(rule, steps)),
    steps: steps.slice(0, MOST_STEPS),
  }
}

function sumUp({ id: ruleId, name }: WorkflowRule, steps: DryRunStep[]): DryRunAnswer['rules'][number] {
  const own = steps.filter((step) => step.ruleId === ruleId)
  return { ruleId, name, runs: own.length, tickets: new Set(own.map(({ ticketId }) => ticketId)).size }
}

/** The rules have changed: every ticket that is not closed waits for the ages that they name. */
export async function windAllAges(ctx: Context, { shopId }: { shopId: string }): Promise<void> {
  const { rules } = await store.findWorkflow(ctx.db, shopId)
  if (!rules.some(({ active, when }) => active && when.event === 'older_than')) return
  for (let last: string | null = null; ; ) {
    const tickets = await store.listLiving(ctx.db, shopId, last, AT_A_TIME)
    await ctx.db.transaction().execute(async (trx) => {
      for (const ticket of tickets) await windAgesOf(trx, shopId, rules, ticket, ctx.clock())
    })
    last = tickets.at(-1)?.id ?? null
    if (tickets.length < AT_A_TIME) return
    if (ctx.closing.aborted) throw new Error('the server stops: the rest of the ages is wound after the next start')
  }
}

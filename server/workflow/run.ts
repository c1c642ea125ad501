import type { WorkflowRule } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import type { Connection } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import type { TicketRecord } from '../schema.ts'
import { findTicket, lockTicket } from '../tickets/store.ts'
import { carryOut } from './hands.ts'
import { type RunPayload, windAgesOf } from './jobs.ts'
import { openingOf, subjectOf } from './replay.ts'
import { agedAt, nextStep, type Trigger } from './rules.ts'
import * as store from './store.ts'

/** Runs a shop's rules for one happening, each at most once. A job that is tried again goes on where it was. */
export async function run(ctx: Context, payload: RunPayload): Promise<void> {
  const { rules } = await store.findWorkflow(ctx.db, payload.shopId)
  const ticket = await findTicket(ctx.db, everybodys(payload), payload.ticketId)
  if (!ticket || (await isTooYoung(ctx, rules, ticket, payload))) return
  const trigger = await triggerOf(ctx.db, ticket, payload)
  // Every step claims a rule: there are no more steps than rules, and one look that finds none.
  for (let looks = 0; looks <= rules.length; looks += 1) if (!(await runNext(ctx, payload, rules, trigger))) return
}

const everybodys = ({ shopId }: RunPayload) => ({ shopId, customerId: null })

async function triggerOf(db: Connection, ticket: TicketRecord, payload: RunPayload): Promise<Trigger> {
  const { shopId, event, seq, ruleId } = payload
  const text = seq === null ? openingOf(ticket) : await store.findText(db, shopId, ticket.id, seq)
  return { event, ruleId, text, status: payload.status ?? ticket.status }
}

/** Its clock has rung before its time, or the rule waits for another age by now. */
async function isTooYoung(
  ctx: Context,
  rules: readonly WorkflowRule[],
  ticket: TicketRecord,
  { shopId, ruleId }: RunPayload,
): Promise<boolean> {
  if (ruleId === null) return false
  const rule = rules.find(({ id }) => id === ruleId)
  const at = rule && agedAt(rule.when, ticket.createdAt)
  if (!rule || !at) return true
  const now = ctx.clock()
  if (at <= now) return false
  await ctx.db.transaction().execute((trx) => windAgesOf(trx, shopId, [rule], ticket, now))
  return true
}

async function runNext(
  ctx: Context,
  payload: RunPayload,
  rules: readonly WorkflowRule[],
  trigger: Trigger,
): Promise<boolean> {
  const peek = await nextOf(
    ctx.db,
    await findTicket(ctx.db, everybodys(payload), payload.ticketId),
    payload,
    rules,
    trigger,
    ctx.clock(),
  )
  if (!peek) return false
  const { rule } = peek
  const { shopId, ticketId } = payload
  try {
    // Whoever reads the trail sees which rule it was.
    const actor = { kind: 'system' as const, id: null, name: rule.name }
    await ctx.commit({ shopId, actor, workflow: rule.id }, async (unit) => {
      const ticket = await lockTicket(unit.trx, everybodys(payload), ticketId)
      const step = await nextOf(unit.trx, ticket, payload, [rule], trigger, unit.at)
      const isNews = await store.claimRun(unit.trx, payload, rule.id, unit.at)
      if (ticket && step && isNews) await carryOut(unit, ticket, rule, step.changes)
    })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // What the rule names may be gone. It is not tried again for this happening, and the others still run.
    ctx.log.warn({ err: error, shopId, ticketId, rule: rule.id }, 'a rule of the workflow could not be carried out')
    await ctx.db.transaction().execute((trx) => store.claimRun(trx, payload, rule.id, ctx.clock()))
  }
  return true
}

async function nextOf(
  db: Connection,
  ticket: TicketRecord | undefined,
  payload: RunPayload,
  rules: readonly WorkflowRule[],
  trigger: Trigger,
  now: Date,
) {
  return ticket ? nextStep(rules, trigger, subjectOf(ticket), await store.listRuns(db, payload), now) : null
}

import type { Fact, TicketStatus, WorkflowEvent, WorkflowRule } from '@comptoir/sdk/contract'
import type { Work } from '../platform/commit.ts'
import type { Trx } from '../platform/db.ts'
import { defineJob } from '../platform/jobs.ts'
import type { TicketRecord } from '../schema.ts'
import { eventOf } from './replay.ts'
import { agedAt, isAwaited } from './rules.ts'
import { findWorkflow } from './store.ts'

export interface RunPayload {
  shopId: string
  ticketId: string
  event: WorkflowEvent
  /** Of the fact; 0 for the ticket's age. */
  position: number
  /** The ticket's status when it happened; `null`: whatever it is when the job runs. */
  status: TicketStatus | null
  /** Of the message that the customer wrote. */
  seq: number | null
  ruleId: string | null
}

export const runWorkflow = defineJob<RunPayload>('workflow.run')
export const windAges = defineJob<{ shopId: string }>('workflow.ages')

/** Sets the shop's rules going. What a rule does sets nothing going: what follows from it was worked out with it. */
export async function runLater(work: Work, happened: { ticket: TicketRecord; fact: Fact }[]): Promise<void> {
  const { trx, shopId, at } = work
  const events = happened.flatMap(({ ticket, fact }) => {
    const event = eventOf(fact)
    return event ? [{ ticket, fact, event }] : []
  })
  if (events.length === 0 || work.workflow !== undefined) return
  const { rules } = await findWorkflow(trx, shopId)
  for (const { event, ticket } of events)
    if (event === 'ticket_created') await windAgesOf(trx, shopId, rules, ticket, at)
  const awaited = events
    .filter(({ event }) => isAwaited(rules, event))
    .map(({ ticket: { id: ticketId, status }, fact, event }) => {
      const seq = fact.type === 'message.posted' ? fact.data.seq : null
      return { payload: { shopId, ticketId, event, position: fact.position, status, seq, ruleId: null } }
    })
  await runWorkflow.addMany(trx, awaited)
}

/** Winds a clock for every rule that waits for a ticket's age. */
export async function windAgesOf(
  trx: Trx,
  shopId: string,
  rules: readonly WorkflowRule[],
  ticket: Pick<TicketRecord, 'id' | 'createdAt'>,
  now: Date,
): Promise<void> {
  for (const { id: ruleId, active, when } of rules) {
    const at = active ? agedAt(when, ticket.createdAt) : null
    if (!at) continue
    const payload = { shopId, ticketId: ticket.id, event: 'older_than' as const, position: 0, status: null, seq: null }
    const delay = Math.max(0, at.getTime() - now.getTime())
    await runWorkflow.add(trx, { ...payload, ruleId }, { key: `workflow.age:${ticket.id}:${ruleId}`, delay })
  }
}

import type { DryRunStep, Fact, WorkflowEvent, WorkflowRule } from '@comptoir/sdk/contract'
import type { TicketRecord } from '../schema.ts'
import { afterStep, agedAt, nextStep, type Subject } from './rules.ts'

/** A ticket with all that has happened to it, in order. */
export interface Past {
  ticket: TicketRecord
  facts: Fact[]
  /** What the customer wrote, by `seq`. */
  texts: ReadonlyMap<number, string>
}

interface Moment {
  at: Date
  /** What really changed then. */
  change: Partial<Subject>
  event: WorkflowEvent | null
  ruleId: string | null
  text: string
}

/**
 * What rules would have done to a ticket. Its past goes by once more; what a rule would have changed stays so until
 * somebody has really changed it.
 */
export function replay(rules: readonly WorkflowRule[], past: Past, now: Date): DryRunStep[] {
  const { id: ticketId, number, subject: title } = past.ticket
  const steps: DryRunStep[] = []
  let subject = past.facts.reduceRight(undo, subjectOf(past.ticket, false))
  for (const { at, change, event, ruleId, text } of momentsOf(rules, past, now)) {
    subject = { ...subject, ...change }
    if (!event) continue
    const trigger = { event, ruleId, text, status: subject.status }
    const done = new Set<string>()
    for (;;) {
      const step = nextStep(rules, trigger, subject, done, at)
      if (!step) break
      done.add(step.rule.id)
      subject = afterStep(subject, step.changes)
      const told = { event, ruleId: step.rule.id, changes: step.changes }
      steps.push({ ticketId, number, subject: title, at: at.toISOString(), ...told })
    }
  }
  return steps
}

function momentsOf(rules: readonly WorkflowRule[], { ticket, facts, texts }: Past, now: Date): Moment[] {
  const opening = openingOf(ticket)
  const moments = facts.map((fact): Moment => {
    const text = fact.type === 'message.posted' ? (texts.get(fact.data.seq) ?? '') : opening
    return { at: new Date(fact.at), change: changeOf(fact, 'to'), event: eventOf(fact), ruleId: null, text }
  })
  for (const { id, active, when } of rules) {
    const at = active ? agedAt(when, ticket.createdAt) : null
    if (at && at <= now) moments.push({ at, change: {}, event: 'older_than', ruleId: id, text: opening })
  }
  return moments.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** What a fact sets rules going with; `null` for what no rule waits for. */
export function eventOf(fact: Fact): Exclude<WorkflowEvent, 'older_than'> | null {
  if (fact.type === 'ticket.created') return 'ticket_created'
  if (fact.type === 'ticket.status_changed') return 'status_changed'
  return fact.type === 'message.posted' && fact.data.type === 'customer_message' ? 'customer_wrote' : null
}

export const openingOf = ({ subject, description }: Pick<TicketRecord, 'subject' | 'description'>): string =>
  `${subject}\n${description}`

export function subjectOf(ticket: TicketRecord, answered = ticket.firstAnsweredAt !== null): Subject {
  const { status, priority, category, channel, tags, departmentId, assigneeId, createdAt } = ticket
  return { status, priority, category, channel, tags, departmentId, assigneeId, createdAt, answered }
}

const undo = (subject: Subject, fact: Fact): Subject => ({ ...subject, ...changeOf(fact, 'from') })

function changeOf(fact: Fact, side: 'from' | 'to'): Partial<Subject> {
  switch (fact.type) {
    case 'ticket.status_changed':
      return { status: fact.data[side] }
    case 'ticket.changed':
      return Object.fromEntries(fact.data.changes.map((change) => [change.field, change[side]]))
    case 'ticket.assigned':
      return { assigneeId: fact.data[side] }
    case 'ticket.moved':
      return { departmentId: fact.data[side] }
    case 'message.posted':
      return side === 'to' && fact.data.type === 'agent_message' ? { answered: true } : {}
    default:
      return {}
  }
}

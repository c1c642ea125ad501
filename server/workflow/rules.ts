import type {
  TicketStatus,
  WorkflowActions,
  WorkflowConditions,
  WorkflowEvent,
  WorkflowRule,
  WorkflowWhen,
} from '@comptoir/sdk/contract'
import type { TicketRecord } from '../schema.ts'
import { durationOf } from '../shops/rules.ts'

/** A ticket as rules see it. */
export type Subject = Pick<
  TicketRecord,
  'status' | 'priority' | 'category' | 'channel' | 'tags' | 'departmentId' | 'assigneeId' | 'createdAt'
> & { answered: boolean }

/** What has set the rules going. */
export interface Trigger {
  event: WorkflowEvent
  /** The ticket's status then: what the rules make of it is a change of status too. */
  status: TicketStatus
  /** What the customer has written. */
  text: string
  /** The one whose age has come, with `older_than`. */
  ruleId: string | null
}

/**
 * The first rule whose turn it is, and what it changes. One that has run for this happening is in `done` and does not
 * run again; one that would change nothing does not run at all. So every chain ends, after as many steps as there are
 * rules at the latest.
 */
export function nextStep(
  rules: readonly WorkflowRule[],
  trigger: Trigger,
  subject: Subject,
  done: ReadonlySet<string>,
  now: Date,
): { rule: WorkflowRule; changes: WorkflowActions } | null {
  if (subject.status === 'closed') return null
  for (const rule of rules) {
    if (!rule.active || done.has(rule.id) || !isCalled(rule, trigger, subject)) continue
    const changes = changesOf(rule.then, subject)
    if (Object.keys(changes).length > 0 && holds(rule.and, subject, trigger.text, now)) return { rule, changes }
  }
  return null
}

function isCalled({ id, when }: WorkflowRule, trigger: Trigger, subject: Subject): boolean {
  if (when.event === 'older_than') return trigger.event === 'older_than' && trigger.ruleId === id
  return when.event === trigger.event || (when.event === 'status_changed' && subject.status !== trigger.status)
}

function holds(and: WorkflowConditions, subject: Subject, text: string, now: Date): boolean {
  const among = <T>(wanted: readonly T[] | undefined, value: T) => wanted === undefined || wanted.includes(value)
  return (
    among(and.status, subject.status) &&
    among(and.priority, subject.priority) &&
    among(and.category, subject.category) &&
    among(and.channel, subject.channel) &&
    (and.tags === undefined || and.tags.some((tag) => subject.tags.includes(tag))) &&
    among<string | null>(and.departmentId, subject.departmentId) &&
    (and.assigned === undefined || and.assigned === (subject.assigneeId !== null)) &&
    (and.answered === undefined || and.answered === subject.answered) &&
    (and.age === undefined || now.getTime() - subject.createdAt.getTime() >= (durationOf(and.age) ?? 0)) &&
    (and.words === undefined || saysOneOf(text, and.words))
  )
}

function saysOneOf(text: string, words: readonly string[]): boolean {
  const said = ` ${plain(text)} `
  return words.some((word) => said.includes(` ${plain(word)} `))
}

/** Lower case without accents, one space between words and nothing else. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Of what a rule asks for, what is not so already. */
function changesOf(then: WorkflowActions, subject: Subject): WorkflowActions {
  const status = then.escalate === undefined ? then.status : undefined
  const addTags = then.addTags?.filter((tag) => !subject.tags.includes(tag) && !then.removeTags?.includes(tag)) ?? []
  const removeTags = then.removeTags?.filter((tag) => subject.tags.includes(tag)) ?? []
  return {
    ...(then.category !== undefined && then.category !== subject.category && { category: then.category }),
    ...(then.priority !== undefined && then.priority !== subject.priority && { priority: then.priority }),
    ...(addTags.length > 0 && { addTags }),
    ...(removeTags.length > 0 && { removeTags }),
    ...(then.departmentId !== undefined &&
      then.departmentId !== subject.departmentId && { departmentId: then.departmentId }),
    ...(then.assigneeId !== undefined && then.assigneeId !== subject.assigneeId && { assigneeId: then.assigneeId }),
    ...(status !== undefined && status !== subject.status && { status }),
    ...(then.escalate !== undefined && subject.status !== 'escalated' && { escalate: then.escalate }),
  }
}

/** Once each, and in order, as a ticket keeps them. */
export const tagsAfter = (tags: readonly string[], { addTags = [], removeTags = [] }: TagChange): string[] =>
  [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag)).sort()

interface TagChange {
  addTags?: string[] | undefined
  removeTags?: string[] | undefined
}

/** The ticket as a step leaves it. */
export function afterStep(subject: Subject, { escalate, addTags, removeTags, ...fields }: WorkflowActions): Subject {
  const tags = tagsAfter(subject.tags, { addTags, removeTags })
  return { ...subject, ...fields, tags, ...(escalate !== undefined && { status: 'escalated' as const }) }
}

/** Whether anybody would have to look when this happens. */
export const isAwaited = (rules: readonly WorkflowRule[], event: WorkflowEvent): boolean =>
  rules.some(({ active, when }) => active && when.event === event)

/** When a ticket has the age that a rule waits for; `null` for a rule that waits for something else. */
export function agedAt(when: WorkflowWhen, createdAt: Date): Date | null {
  return when.event === 'older_than' ? new Date(createdAt.getTime() + (durationOf(when.duration) ?? 0)) : null
}

import type { Edit, Fact, FactOf, FieldValues } from '@comptoir/sdk/contract'
import type { Key, Say } from '../locales/say.ts'
import { categoryName } from './categories.ts'
import { durationWords } from './durations.ts'
import type { Reader } from './language.ts'
import { agentName, departmentName, fieldLabel, type Staff } from './staff.ts'
import { fullTime } from './times.ts'

export interface Teller extends Reader {
  staff: Staff
}

/** Everything that can happen to a ticket but a message, which has words of its own. */
export type Event = Exclude<Fact, FactOf<'message.posted'>>
type EventType = Event['type']

const TELLERS: { [T in EventType]: (fact: FactOf<T>, teller: Teller) => string } = {
  'ticket.created': (fact, { say }) => say('fact.created', { who: whoOf(fact, say) }),
  'ticket.deleted': (fact, { say }) => say('fact.deleted', { who: whoOf(fact, say) }),
  'ticket.status_changed': statusWords,
  'ticket.changed': (fact, teller) => fact.data.changes.map((edit) => editWords(edit, fact, teller)).join(' · '),
  'ticket.assigned': assignedWords,
  'ticket.moved': movedWords,
  'ticket.snoozed': (fact, { say, locale }) =>
    say('fact.snoozed', { who: whoOf(fact, say), until: fullTime(fact.data.until, locale) }),
  'ticket.woken': (fact, { say }) => say(`fact.woken.${fact.data.because}`, { who: whoOf(fact, say) }),
  'ticket.merged': (fact, { say }) =>
    say('fact.merged', { who: whoOf(fact, say), number: String(fact.data.intoNumber) }),
  'ticket.unmerged': (fact, { say }) =>
    say('fact.unmerged', { who: whoOf(fact, say), number: String(fact.data.intoNumber) }),
  'ticket.escalated': escalatedWords,
  'ticket.rated': (fact, { say }) => {
    const slots = { who: whoOf(fact, say), score: fact.data.score }
    return fact.data.comment
      ? say('fact.ratedWords', { ...slots, comment: fact.data.comment })
      : say('fact.rated', slots)
  },
}

export const isKnownEvent = (fact: Fact): fact is Event => Object.hasOwn(TELLERS, fact.type)

export function eventWords(fact: Event, teller: Teller): string {
  // The table has a teller for exactly this type of fact.
  const tell = TELLERS[fact.type] as (fact: Event, teller: Teller) => string
  return tell(fact, teller)
}

export const whoOf = ({ actor }: Fact, say: Say): string =>
  actor.name ?? say(actor.kind === 'customer' ? 'people.visitor' : 'people.system')

function statusWords(fact: FactOf<'ticket.status_changed'>, { say }: Teller): string {
  const { from, to } = fact.data
  return say('fact.status', { who: whoOf(fact, say), from: say(`status.${from}`), to: say(`status.${to}`) })
}

function assignedWords(fact: FactOf<'ticket.assigned'>, { say, staff, locale }: Teller): string {
  const { from, to, reason } = fact.data
  const who = whoOf(fact, say)
  const name = (id: string | null) => agentName(staff, id) ?? say(id ? 'people.formerAgent' : 'people.nobody')
  if (reason.by === 'hand') {
    if (to === null) return say('fact.released', { who })
    return to === fact.actor.id ? say('fact.taken', { who }) : say('fact.given', { who, to: name(to) })
  }
  if (reason.by === 'absence')
    return say('fact.absence', { from: name(from), after: durationWords(reason.after, locale) })
  if (reason.by === 'move') return say('fact.outOfDepartment', { from: name(from) })
  if (reason.by === 'workflow') return say('fact.givenByRule', { to: name(to), rule: reason.rule })
  if (reason.by === 'escalation') return say('fact.givenToLead', { to: name(to) })
  const { busy, capacity, present } = reason
  return say(`fact.given.${reason.by}`, { to: name(to), busy, capacity, present })
}

function movedWords(fact: FactOf<'ticket.moved'>, { say, staff }: Teller): string {
  const { to, because } = fact.data
  const department = departmentName(staff, to) ?? say('people.formerDepartment')
  return say(`fact.moved.${because}`, { who: whoOf(fact, say), to: department })
}

function escalatedWords(fact: FactOf<'ticket.escalated'>, { say, locale }: Teller): string {
  const { rule, reason, params } = fact.data
  if (rule === 'manual') return say('fact.escalated.manual', { who: whoOf(fact, say), reason: reason ?? '' })
  if (rule === 'workflow') return say('fact.escalated.workflow', { rule: params.workflow ?? reason ?? '' })
  if (rule === 'rating') return say('fact.escalated.rating', { score: params.score ?? '–', below: params.below ?? '–' })
  return say(`fact.escalated.${rule}`, { time: params.duration ? durationWords(params.duration, locale) : '–' })
}

function editWords(edit: Edit, fact: Fact, teller: Teller): string {
  const { say } = teller
  const who = whoOf(fact, say)
  if (edit.field === 'tags') return tagWords(edit.from, edit.to, who, say)
  if (edit.field === 'fields') return fieldWords(edit.from, edit.to, who, teller)
  const { field } = edit
  if (field === 'description') return say('fact.edited.description', { who })
  const [from, to] = [edit.from, edit.to].map((value) => valueWords(field, value, teller))
  return say('fact.edited', { who, what: say(EDITED[field]), from: from ?? '', to: to ?? '' })
}

const EDITED = {
  priority: 'priority.label',
  category: 'category.label',
  subject: 'details.subject',
  orderId: 'details.order',
} as const satisfies Record<string, Key>

function valueWords(field: keyof typeof EDITED, value: string | null, { say, staff, language }: Teller): string {
  if (value === null) return say('details.none')
  if (field === 'priority' && isPriority(value)) return say(`priority.${value}`)
  if (field === 'category') return categoryName(value, staff, language)
  return field === 'subject' ? `“${value}”` : value
}

const isPriority = (text: string) => text === 'low' || text === 'medium' || text === 'high' || text === 'urgent'

function tagWords(from: string[], to: string[], who: string, say: Say): string {
  const added = to.filter((tag) => !from.includes(tag)).join(', ')
  const removed = from.filter((tag) => !to.includes(tag)).join(', ')
  const words = [
    added && say('fact.tagged', { who, tags: added }),
    removed && say('fact.untagged', { who, tags: removed }),
  ]
  return words.filter(Boolean).join(' · ')
}

function fieldWords(from: FieldValues, to: FieldValues, who: string, { say, staff, language }: Teller): string {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => from[key] !== to[key])
  const label = (key: string) => {
    const field = staff.shop?.settings.fields.find((one) => one.key === key)
    return field ? fieldLabel(field, language) : key
  }
  const value = (values: FieldValues, key: string) => String(values[key] ?? say('details.none'))
  return keys
    .map((key) => say('fact.edited', { who, what: label(key), from: value(from, key), to: value(to, key) }))
    .join(' · ')
}

import { TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES } from '@comptoir/sdk/contract'
import type { Key } from '../locales/say.ts'
import type { FilterKey, InboxPlace, ListFilter } from './address.ts'
import { categoryName } from './categories.ts'
import type { Reader } from './language.ts'
import { agentName, departmentName, type Staff } from './staff.ts'
import { shortDate } from './times.ts'

export const FILTER_NAMES = {
  status: 'status.label',
  priority: 'priority.label',
  category: 'category.label',
  assignee: 'details.assignee',
  department: 'details.department',
  channel: 'channel.label',
  tag: 'details.tags',
  from: 'filter.from',
  to: 'filter.to',
} as const satisfies Record<FilterKey, Key>

/** What a filter's value is called. */
export function filterWords(key: FilterKey, value: string, { say, locale, language }: Reader, staff: Staff): string {
  const one = <T extends string>(of: readonly T[]) => of.find((known) => known === value)
  const status = key === 'status' && one(TICKET_STATUSES)
  if (status) return say(`status.${status}`)
  const priority = key === 'priority' && one(TICKET_PRIORITIES)
  if (priority) return say(`priority.${priority}`)
  const channel = key === 'channel' && one(TICKET_CHANNELS)
  if (channel) return say(`channel.${channel}`)
  if (key === 'category') return categoryName(value, staff, language)
  if (key === 'department') return departmentName(staff, value) ?? value
  if (key === 'assignee') return holderWords(value, say, staff)
  return key === 'from' || key === 'to' ? shortDate(value, locale) : value
}

function holderWords(value: string, say: Reader['say'], staff: Staff): string {
  if (value === 'me') return say('people.you')
  return value === 'none' ? say('people.nobody') : (agentName(staff, value) ?? say('people.formerAgent'))
}

export const withFilter = (here: InboxPlace, key: FilterKey, value: string | null): InboxPlace => {
  const filter: Record<string, string | undefined> = { ...here.filter }
  if (value === null) delete filter[key]
  else filter[key] = value
  // What stands under a key has just been chosen among its values.
  return { ...here, ticket: null, filter: filter as ListFilter }
}

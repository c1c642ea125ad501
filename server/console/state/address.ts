import { TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES, type ViewFilter } from '@comptoir/sdk/contract'

/** The views that every agent has. Any other name is the id of a saved one. */
export const BUILT_IN_VIEWS = ['mine', 'unassigned', 'due', 'escalated', 'snoozed', 'all'] as const
export type BuiltInView = (typeof BUILT_IN_VIEWS)[number]

export const isBuiltIn = (view: string): view is BuiltInView => (BUILT_IN_VIEWS as readonly string[]).includes(view)

/** What the list is narrowed to beside its view, in the order in which it is shown. */
export const FILTER_KEYS = [
  'status',
  'priority',
  'category',
  'assignee',
  'department',
  'channel',
  'tag',
  'from',
  'to',
] as const
export type FilterKey = (typeof FILTER_KEYS)[number]
export type ListFilter = Pick<ViewFilter, FilterKey>

/** Pages under `/settings/…`; the first is `/settings` itself. */
export const SETTINGS = ['shop', 'replies'] as const
export type SettingsSection = (typeof SETTINGS)[number]

/** Where the reader is. The address says all of it, so that a link, a reload and "back" keep the place. */
export type Place =
  | InboxPlace
  | { page: 'settings'; section: SettingsSection }
  | { page: 'support' }
  | { page: 'mail' }
  | { page: 'signIn' }
  | { page: 'missing' }

export interface InboxPlace {
  page: 'inbox'
  view: string
  filter: ListFilter
  q: string
  /** An id, or a ticket's number as people type it. */
  ticket: string | null
}

export const HOME: InboxPlace = { page: 'inbox', view: 'all', filter: {}, q: '', ticket: null }

export function placeOf(pathname: string, search: string): Place {
  const [first = '', second, ...rest] = pathname.split('/').filter(Boolean)
  if (rest.length > 0) return { page: 'missing' }
  if (first === '' || first === 'tickets') return inboxPlace(new URLSearchParams(search), second)
  if (first === 'settings') return settingsPlace(second)
  if (second !== undefined) return { page: 'missing' }
  if (first === 'support' || first === 'mail') return { page: first }
  return { page: first === 'sign-in' ? 'signIn' : 'missing' }
}

function settingsPlace(asked = 'shop'): Place {
  const section = SETTINGS.find((one) => one === asked)
  return section ? { page: 'settings', section } : { page: 'missing' }
}

const VIEW = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function inboxPlace(query: URLSearchParams, ticket: string | undefined): Place {
  const view = query.get('view') ?? 'all'
  return {
    page: 'inbox',
    view: isBuiltIn(view) || VIEW.test(view) ? view : 'all',
    filter: filterOf(query),
    q: query.get('q')?.trim() ?? '',
    ticket: ticket ? decoded(ticket) : null,
  }
}

/** What an address asks for that does not exist narrows nothing. */
function filterOf(query: URLSearchParams): ListFilter {
  const one = <T extends string>(key: FilterKey, of: readonly T[]): T | undefined =>
    of.find((value) => value === query.get(key))
  const text = (key: FilterKey) => query.get(key)?.trim() || undefined
  const time = (key: FilterKey) => {
    const at = Date.parse(text(key) ?? '')
    return Number.isNaN(at) ? undefined : new Date(at).toISOString()
  }
  const found = {
    status: one('status', TICKET_STATUSES),
    priority: one('priority', TICKET_PRIORITIES),
    category: text('category'),
    assignee: text('assignee'),
    department: text('department'),
    channel: one('channel', TICKET_CHANNELS),
    tag: text('tag'),
    from: time('from'),
    to: time('to'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export function addressOf(place: Place): string {
  if (place.page === 'settings') return place.section === 'shop' ? '/settings' : `/settings/${place.section}`
  if (place.page === 'support' || place.page === 'mail') return `/${place.page}`
  if (place.page === 'signIn') return '/sign-in'
  if (place.page === 'missing') return '/'
  const query = new URLSearchParams()
  if (place.view !== 'all') query.set('view', place.view)
  for (const key of FILTER_KEYS) {
    const value = place.filter[key]
    if (value) query.set(key, value)
  }
  if (place.q) query.set('q', place.q)
  const path = place.ticket ? `/tickets/${encodeURIComponent(place.ticket)}` : '/tickets'
  return query.size > 0 ? `${path}?${query}` : path
}

export const sameList = (a: InboxPlace, b: InboxPlace): boolean =>
  addressOf({ ...a, ticket: null }) === addressOf({ ...b, ticket: null })

import { TICKET_STATUSES, type TicketStatus } from '@comptoir/sdk/contract'

export type View = TicketStatus | 'all'
export const VIEWS: readonly View[] = ['all', 'open', 'in_progress', 'pending', 'escalated', 'resolved', 'closed']

/** Where the reader is. The address says all of it, so that a link, a reload and "back" keep the place. */
export type Place = InboxPlace | { page: 'settings' } | { page: 'mail' } | { page: 'signIn' } | { page: 'missing' }

export interface InboxPlace {
  page: 'inbox'
  view: View
  q: string
  /** An id, or a ticket's number as people type it. */
  ticket: string | null
}

export const HOME: InboxPlace = { page: 'inbox', view: 'all', q: '', ticket: null }

export function placeOf(pathname: string, search: string): Place {
  const [first = '', second, ...rest] = pathname.split('/').filter(Boolean)
  if (rest.length > 0) return { page: 'missing' }
  if (first === '' || first === 'tickets') return inboxPlace(new URLSearchParams(search), second)
  if (second !== undefined) return { page: 'missing' }
  if (first === 'settings' || first === 'mail') return { page: first }
  return { page: first === 'sign-in' ? 'signIn' : 'missing' }
}

function inboxPlace(query: URLSearchParams, ticket: string | undefined): Place {
  const asked = query.get('status')
  const view = TICKET_STATUSES.find((status) => status === asked) ?? 'all'
  return { page: 'inbox', view, q: query.get('q')?.trim() ?? '', ticket: ticket ? decoded(ticket) : null }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export function addressOf(place: Place): string {
  if (place.page === 'settings' || place.page === 'mail') return `/${place.page}`
  if (place.page === 'signIn') return '/sign-in'
  if (place.page === 'missing') return '/'
  const query = new URLSearchParams()
  if (place.view !== 'all') query.set('status', place.view)
  if (place.q) query.set('q', place.q)
  const path = place.ticket ? `/tickets/${encodeURIComponent(place.ticket)}` : '/tickets'
  return query.size > 0 ? `${path}?${query}` : path
}

import type { TicketFilter, TicketRow, View } from '@comptoir/sdk/contract'
import { type BuiltInView, type InboxPlace, isBuiltIn } from './address.ts'

/** What the list of a place asks the server for; `null` while a saved view is not known yet. */
export type Query = Omit<TicketFilter, 'cursor' | 'limit' | 'page'>

const VIEWS: Record<BuiltInView, Query> = {
  mine: { assignee: 'me', done: false, snoozed: false, sort: 'activity' },
  unassigned: { assignee: 'none', done: false, snoozed: false, sort: 'activity' },
  due: { assignee: 'me', snoozed: false, sort: 'due' },
  escalated: { status: 'escalated', sort: 'activity' },
  snoozed: { snoozed: true, sort: 'activity' },
  all: { sort: 'activity' },
}

export const viewQuery = (view: BuiltInView): Query => VIEWS[view]

export function queryOf({ view, filter, q }: InboxPlace, saved: readonly View[] | null): Query | null {
  const base = isBuiltIn(view) ? VIEWS[view] : savedQuery(view, saved)
  return base && { ...base, ...filter, ...(q && { q }) }
}

function savedQuery(id: string, saved: readonly View[] | null): Query | null {
  if (!saved) return null
  const view = saved.find((one) => one.id === id)
  return { sort: 'activity', ...view?.filter }
}

/** Whether a row that has just changed is one of those that a query finds, as far as a page can tell. */
export function finds(query: Query, row: TicketRow, myId: string | null): boolean {
  const { desk } = row
  const same = (asked: string | undefined, is: string | null | undefined) => asked === undefined || asked === is
  return (
    same(query.status, row.status) &&
    same(query.priority, row.priority) &&
    same(query.category, row.category) &&
    same(query.channel, row.channel) &&
    same(query.department, desk?.departmentId) &&
    same(query.customer, row.customerId) &&
    isHeldBy(query.assignee, row.assigneeId, myId) &&
    (query.tag === undefined || (desk?.tags.includes(query.tag) ?? false)) &&
    (query.snoozed === undefined || query.snoozed === Boolean(desk?.snoozedUntil)) &&
    (query.done === undefined || query.done === (row.status === 'resolved' || row.status === 'closed')) &&
    (query.from === undefined || row.createdAt >= query.from) &&
    (query.to === undefined || row.createdAt < query.to) &&
    (query.sort !== 'due' || Boolean(desk?.deadline))
  )
}

function isHeldBy(asked: string | undefined, holder: string | null, myId: string | null): boolean {
  if (asked === undefined) return true
  if (asked === 'none') return holder === null
  return holder === (asked === 'me' ? myId : asked)
}

type Order = (a: TicketRow, b: TicketRow) => number

/** As the server sorts: the liveliest first, the nearest deadline first, or what a search finds, newest first. */
export function orderOf(query: Query): Order {
  if (query.q !== undefined || query.tag !== undefined) return (a, b) => b.number - a.number
  if (query.sort === 'due') return (a, b) => ascending(dueOf(a), dueOf(b)) || ascending(a.id, b.id)
  return (a, b) => ascending(b.updatedAt, a.updatedAt) || ascending(b.id, a.id)
}

const dueOf = (row: TicketRow): string => row.desk?.deadline?.at ?? '9'
const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

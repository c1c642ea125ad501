import { TICKET_STATUSES } from '@comptoir/sdk/contract'
import { expect } from 'vitest'

const DAY = 86_400_000

/** A ticket as it stands; times are milliseconds, `age` before now and the others after its opening. */
export interface Past {
  age: number
  status: (typeof TICKET_STATUSES)[number]
  answered: number | null
  resolved: number | null
  rating: number | null
  escalated: boolean
  category: string
  channel: string
  agent: number | null
}

/** The same figures out of the list itself, by another way: no SQL, no table of definitions. */
export function naive(tickets: Past[]) {
  const middle = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
    return low === undefined || high === undefined ? null : (low + high) / 2
  }
  const measure = (values: number[]) => {
    const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
    return { count: values.length, mean, median: middle(values) }
  }
  const given = (values: (number | null)[]) => values.filter((value) => value !== null)
  const byStatus: Record<string, number> = Object.fromEntries(TICKET_STATUSES.map((status) => [status, 0]))
  for (const { status } of tickets) byStatus[status] = (byStatus[status] ?? 0) + 1
  const seconds = (pick: (ticket: Past) => number | null) => given(tickets.map(pick)).map((ms) => ms / 1000)
  return {
    total: tickets.length,
    open: tickets.length - (byStatus.closed ?? 0),
    closed: byStatus.closed ?? 0,
    last24h: tickets.filter((ticket) => ticket.age <= DAY).length,
    escalated: tickets.filter((ticket) => ticket.escalated).length,
    byStatus,
    firstResponse: measure(seconds((ticket) => ticket.answered)),
    resolution: measure(seconds((ticket) => ticket.resolved)),
    satisfaction: measure(given(tickets.map((ticket) => ticket.rating))),
  }
}

/** Whole numbers as they are; of others the thousandths may be rounded either way. Without the rates, which are quotients of counts. */
export const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, one) =>
    key === 'rate' ? undefined : typeof one === 'number' && !Number.isInteger(one) ? expect.closeTo(one, 2) : one,
  )
export const figuresIn = ({ period: _, parts: __, key: ___, name: ____, ...figures }: Record<string, unknown>) =>
  JSON.parse(JSON.stringify(figures), (key, one) => (key === 'rate' ? undefined : one))

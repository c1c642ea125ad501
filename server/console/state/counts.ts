import type { AgentClient } from '@comptoir/sdk'
import type { Fact, TicketStatus } from '@comptoir/sdk/contract'
import { asFailure } from './failures.ts'
import { createStore, type Source } from './source.ts'

/** How many tickets wait in each status. Missing: not known, or not worth a count (everything ever resolved). */
export type Counts = Partial<Record<TicketStatus, number>>

export const COUNTED: readonly TicketStatus[] = ['open', 'in_progress', 'pending', 'escalated']

/** The counts after a fact. */
export function countFact(counts: Counts, fact: Fact): Counts {
  if (fact.type === 'ticket.created') return moved(counts, 'open', 1)
  if (fact.type === 'ticket.status_changed') return moved(moved(counts, fact.data.from, -1), fact.data.to, 1)
  return counts
}

function moved(counts: Counts, status: TicketStatus, by: 1 | -1): Counts {
  const known = counts[status]
  return known === undefined ? counts : { ...counts, [status]: Math.max(0, known + by) }
}

export interface CountsSource extends Source<Counts> {
  close(): void
}

export function createCounts(client: AgentClient): CountsSource {
  const state = createStore<Counts>({})
  const asking = new AbortController()

  async function count(status: TicketStatus): Promise<void> {
    try {
      const { total } = await client.tickets.list({ status, page: 1, limit: 1 }, { signal: asking.signal })
      if (total !== undefined) state.turn((counts) => ({ ...counts, [status]: total }))
    } catch (error) {
      // A count is an extra: without it the view stands alone. The list itself says what is wrong.
      asFailure(error)
    }
  }

  const stops = [
    client.on('fact', (fact) => state.turn((counts) => countFact(counts, fact))),
    client.on('state', (connection) => {
      if (connection === 'online') for (const status of COUNTED) void count(status)
    }),
  ]
  if (client.state === 'online') for (const status of COUNTED) void count(status)
  return {
    ...state,
    close() {
      asking.abort()
      for (const stop of stops) stop()
    },
  }
}

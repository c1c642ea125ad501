import type { AgentClient } from '@comptoir/sdk'
import type { BuiltInView } from './address.ts'
import { asFailure } from './failures.ts'
import { viewQuery } from './queries.ts'
import { onReturn } from './reconnect.ts'
import { createStore, type Source } from './source.ts'

/** How many tickets are in each view. Missing: not known, or not worth a count (everything there ever was). */
export type Counts = Partial<Record<BuiltInView, number>>

export const COUNTED = ['mine', 'unassigned', 'due', 'escalated', 'snoozed'] as const satisfies readonly BuiltInView[]

/** Whatever happens in between is counted at once. */
const PAUSE = 1_500

export interface CountsSource extends Source<Counts> {
  close(): void
}

export function createCounts(client: AgentClient, myId: string | null): CountsSource {
  const state = createStore<Counts>({})
  const asking = new AbortController()
  const views = COUNTED.filter((view) => myId !== null || viewQuery(view).assignee !== 'me')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function count(view: BuiltInView): Promise<void> {
    try {
      const { total } = await client.tickets.list({ ...viewQuery(view), page: 1, limit: 1 }, { signal: asking.signal })
      if (total !== undefined) state.turn((counts) => ({ ...counts, [view]: total }))
    } catch (error) {
      // A count is an extra: without it the view stands alone. The list itself says what is wrong.
      asFailure(error)
    }
  }
  const countAll = () => {
    for (const view of views) void count(view)
  }
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      // What nobody looks at is counted when somebody does.
      if (document.visibilityState === 'visible') countAll()
      else document.addEventListener('visibilitychange', later, { once: true })
    }, PAUSE)
  }

  const stops = [
    client.on('fact', (fact) => {
      if (fact.type !== 'message.posted') later()
    }),
    onReturn(client, countAll),
  ]
  countAll()
  return {
    ...state,
    close() {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', later)
      asking.abort()
      for (const stop of stops) stop()
    },
  }
}

import type { AgentClient, Failure } from '@comptoir/sdk'
import { LIMITS, type TicketRow } from '@comptoir/sdk/contract'
import { onChange } from './changes.ts'
import { asFailure } from './failures.ts'
import { orderOf, type Query } from './queries.ts'
import { onReturn } from './reconnect.ts'
import { addPage, placeRow, readUpTo, type Shown } from './rows.ts'
import { createStore, type Source } from './source.ts'

export interface InboxState {
  rows: readonly TicketRow[]
  phase: 'loading' | 'ready' | 'failed'
  failure: Failure | null
  cursor: string | null
  more: 'idle' | 'loading' | 'failed'
}

export interface Inbox extends Source<InboxState> {
  show(query: Query): void
  hold(ticketId: string | null): void
  /** Says at once, before the server does, that a ticket has been read. */
  read(ticketId: string, seq: number): void
  loadMore(): void
  reload(): void
  close(): void
}

const EMPTY: InboxState = { rows: [], phase: 'loading', failure: null, cursor: null, more: 'idle' }

/** The list of tickets: its pages, and what changes in it while it is looked at. */
export function createInbox(client: AgentClient, myId: string | null): Inbox {
  const state = createStore<InboxState>(EMPTY)
  let wish: Query | null = null
  let held: string | null = null
  let asking = new AbortController()

  const query = (): Query => wish ?? {}
  const shown = (): Shown => ({ query: query(), myId, hasMore: state.get().cursor !== null, held })
  const patch = (change: Partial<InboxState>) => state.turn((now) => ({ ...now, ...change }))

  const ask = (cursor: string | null, limit: number) =>
    client.tickets.list({ ...query(), limit, ...(cursor && { cursor }) }, { signal: asking.signal })

  /** Fetches the top again. What was in sight stays there until the answer has come. */
  async function load(): Promise<void> {
    asking.abort()
    asking = new AbortController()
    const late: TicketRow[] = []
    const stop = client.on('row', (row) => late.push(row))
    try {
      const limit = Math.min(Math.max(state.get().rows.length, LIMITS.page.usual), LIMITS.page.most)
      const page = await ask(null, limit)
      state.set({ ...EMPTY, rows: page.items, cursor: page.nextCursor, phase: 'ready' })
      for (const row of late) take(row)
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'aborted') patch({ phase: 'failed', failure })
    } finally {
      stop()
    }
  }

  async function loadMore(): Promise<void> {
    const { cursor, more, phase } = state.get()
    if (!cursor || more === 'loading' || phase !== 'ready') return
    patch({ more: 'loading' })
    try {
      const page = await ask(cursor, LIMITS.page.most)
      patch({ rows: addPage(state.get().rows, page.items, orderOf(query())), cursor: page.nextCursor, more: 'idle' })
    } catch (error) {
      if (asFailure(error).code !== 'aborted') patch({ more: 'failed' })
    }
  }

  const take = (row: TicketRow) => patch({ rows: placeRow(state.get().rows, row, shown()) })
  const read = (ticketId: string, seq: number) => patch({ rows: readUpTo(state.get().rows, ticketId, seq) })
  const stops = [
    client.on('row', take),
    onChange((ticket) => {
      const row = state.get().rows.find(({ id }) => id === ticket.id)
      if (row) take({ ...row, ...ticket })
    }),
    client.on('read', ({ ticketId, kind, seq }) => {
      if (kind === 'agent') read(ticketId, seq)
    }),
    onReturn(client, () => void load()),
  ]

  return {
    ...state,
    show(next) {
      if (wish && JSON.stringify(wish) === JSON.stringify(next)) return
      wish = next
      state.set(EMPTY)
      void load()
    },
    hold(ticketId) {
      if (held === ticketId) return
      const left = state.get().rows.find((row) => row.id === held)
      held = ticketId
      if (left) take(left)
    },
    read,
    loadMore: () => void loadMore(),
    reload() {
      patch({ phase: state.get().rows.length > 0 ? 'ready' : 'loading', failure: null })
      void load()
    },
    close() {
      asking.abort()
      for (const stop of stops) stop()
    },
  }
}

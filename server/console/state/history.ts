import type { AgentClient, Failure } from '@comptoir/sdk'
import { type Author, type Fact, LIMITS, type MessageType } from '@comptoir/sdk/contract'
import { type Event, isKnownEvent } from './fact-words.ts'
import { asFailure } from './failures.ts'
import { onReturn } from './reconnect.ts'
import { createStore, type Source } from './source.ts'
import { dayOf } from './times.ts'

/** One line of a ticket's history. Messages of one person in a row are one line with a count. */
export type Line = { key: string; who: Author; at: string } & (
  | { kind: 'event'; fact: Event }
  | { kind: 'messages'; type: MessageType; count: number }
)

/** Newest first, as it is read. */
export function historyLines(facts: readonly Fact[]): Line[] {
  const lines: Line[] = []
  for (const fact of [...facts].sort((a, b) => a.position - b.position)) {
    const line = lineOf(fact)
    if (!line) continue
    const last = lines.at(-1)
    const joined = last && join(last, line)
    if (joined) lines[lines.length - 1] = joined
    else lines.push(line)
  }
  return lines.reverse()
}

function join(last: Line, line: Line): Line | null {
  if (last.kind !== 'messages' || line.kind !== 'messages') return null
  const goesOn = last.type === line.type && last.who.id === line.who.id && dayOf(last.at) === dayOf(line.at)
  return goesOn ? { ...line, key: last.key, count: last.count + line.count } : null
}

/** `null` for what a newer server may tell and this page does not know. */
function lineOf(fact: Fact): Line | null {
  const common = { key: fact.id, who: fact.actor, at: fact.at }
  if (fact.type === 'message.posted') return { ...common, kind: 'messages', type: fact.data.type, count: 1 }
  return isKnownEvent(fact) ? { ...common, kind: 'event', fact } : null
}

export interface HistoryState {
  facts: readonly Fact[]
  cursor: string | null
  phase: 'loading' | 'ready' | 'failed'
  failure: Failure | null
}

export interface History extends Source<HistoryState> {
  load(): void
  close(): void
}

/** The server tells from the first fact on: so many requests in one go reach the latest of all but the longest. */
const PAGES = 10

export function openHistory(client: AgentClient, ticketId: string): History {
  const state = createStore<HistoryState>({ facts: [], cursor: null, phase: 'loading', failure: null })
  const asking = new AbortController()
  const add = (facts: readonly Fact[]) =>
    state.turn((now) => ({
      ...now,
      facts: [...new Map([...now.facts, ...facts].map((fact) => [fact.id, fact])).values()],
    }))

  async function page(from: string | null): Promise<string | null> {
    const range = { limit: LIMITS.page.most, ...(from && { cursor: from }) }
    const { items, nextCursor } = await client.tickets.facts(ticketId, range, { signal: asking.signal })
    add(items)
    return nextCursor
  }

  async function load(from: string | null): Promise<void> {
    try {
      let cursor = await page(from)
      for (let pages = 1; cursor && pages < PAGES; pages++) cursor = await page(cursor)
      state.turn((now) => ({ ...now, cursor, phase: 'ready', failure: null }))
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'aborted') state.turn((now) => ({ ...now, phase: 'failed', failure }))
    }
  }

  const stops = [
    client.on('fact', (fact) => {
      if (fact.ticketId === ticketId) add([fact])
    }),
    onReturn(client, () => void load(null)),
  ]
  void load(null)
  return {
    ...state,
    load: () => void load(state.get().cursor),
    close() {
      asking.abort()
      for (const stop of stops) stop()
    },
  }
}

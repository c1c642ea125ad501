import type { AgentClient, Failure } from '@comptoir/sdk'
import type { NewView, View, ViewChange } from '@comptoir/sdk/contract'
import { asFailure } from './failures.ts'
import { onReturn } from './reconnect.ts'
import { createStore, type Source } from './source.ts'

/** The saved views: an agent's own and the shared ones. `null` while they are not known. */
export interface Views extends Source<readonly View[] | null> {
  /** Each answers why it was refused, or `null`. */
  save(view: NewView, then: (view: View) => void): Promise<Failure | null>
  change(id: string, change: ViewChange): Promise<Failure | null>
  remove(id: string): Promise<Failure | null>
  close(): void
}

export function createViews(client: AgentClient): Views {
  const state = createStore<readonly View[] | null>(null)
  const asking = new AbortController()

  async function attempt(work: () => Promise<void>): Promise<Failure | null> {
    try {
      await work()
      return null
    } catch (error) {
      return asFailure(error)
    }
  }
  const load = async () => {
    const failure = await attempt(async () => state.set((await client.views.list({ signal: asking.signal })).items))
    // Without them the list is that of all tickets; it is asked for again when the connection is back.
    if (failure && failure.code !== 'aborted') state.turn((now) => now ?? [])
  }
  const stop = onReturn(client, () => void load())
  void load()

  return {
    ...state,
    save: (view, then) =>
      attempt(async () => {
        const saved = await client.views.create(view)
        state.turn((now) => [...(now ?? []), saved])
        then(saved)
      }),
    change: (id, change) =>
      attempt(async () => {
        const changed = await client.views.change(id, change)
        state.turn((now) => now?.map((view) => (view.id === id ? changed : view)) ?? [changed])
      }),
    remove: (id) =>
      attempt(async () => {
        await client.views.delete(id)
        state.turn((now) => now?.filter((view) => view.id !== id) ?? [])
      }),
    close() {
      asking.abort()
      stop()
    },
  }
}

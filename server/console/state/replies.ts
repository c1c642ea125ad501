import type { AgentClient, Failure } from '@comptoir/sdk'
import type { NewReply, Reply } from '@comptoir/sdk/contract'
import { asFailure } from './failures.ts'
import { createStore, type Source } from './source.ts'

/** The shop's answer templates, fetched when they are needed first; `null` until then. */
export interface Replies extends Source<readonly Reply[] | null> {
  load(): Promise<Failure | null>
  /** Changes the one with this id, or writes a new one. */
  save(id: string | null, reply: NewReply): Promise<Failure | null>
  remove(id: string): Promise<Failure | null>
  /** What it says to the customer of a ticket; `null` where it could not be had. */
  use(id: string, ticketId: string): Promise<string | null>
}

export function createReplies(client: AgentClient): Replies {
  const state = createStore<readonly Reply[] | null>(null)
  const put = (reply: Reply) =>
    state.turn((now) => [...(now ?? []).filter(({ id }) => id !== reply.id), reply].sort((a, b) => compare(a, b)))

  async function attempt(work: () => Promise<void>): Promise<Failure | null> {
    try {
      await work()
      return null
    } catch (error) {
      return asFailure(error)
    }
  }

  return {
    ...state,
    load: () => attempt(async () => state.set((await client.replies.list()).items)),
    save: (id, reply) =>
      attempt(async () => put(await (id ? client.replies.change(id, reply) : client.replies.create(reply)))),
    remove: (id) =>
      attempt(async () => {
        await client.replies.delete(id)
        state.turn((now) => now?.filter((reply) => reply.id !== id) ?? null)
      }),
    async use(id, ticketId) {
      let text: string | null = null
      await attempt(async () => {
        text = (await client.replies.use(id, { ticketId })).text
        state.turn((now) => now?.map((reply) => (reply.id === id ? { ...reply, uses: reply.uses + 1 } : reply)) ?? null)
      })
      return text
    },
  }
}

const compare = (a: Reply, b: Reply) => a.folder.localeCompare(b.folder) || a.name.localeCompare(b.name)

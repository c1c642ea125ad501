import type { AgentClient } from '@comptoir/sdk'
import type { AgentRow, Category, Department, FieldDefinition, Shop } from '@comptoir/sdk/contract'
import { asFailure } from './failures.ts'
import { onReturn } from './reconnect.ts'
import { createStore, type Source } from './source.ts'

/** Who works here, in which departments, and the shop's own words: what names and choices are made of. */
export interface Staff {
  agents: readonly AgentRow[]
  departments: readonly Department[]
  /** Retired ones too: tickets may have them still. */
  categories: readonly Category[]
  shop: Shop | null
}

export interface StaffSource extends Source<Staff> {
  close(): void
}

/** The most pages that are asked for: names beyond them are shown as somebody's. */
const PAGES = 5

export function createStaff(client: AgentClient): StaffSource {
  const state = createStore<Staff>({ agents: [], departments: [], categories: [], shop: null })
  const asking = new AbortController()
  const { signal } = asking

  async function attempt(work: () => Promise<Partial<Staff>>): Promise<void> {
    try {
      const found = await work()
      state.turn((now) => ({ ...now, ...found }))
    } catch (error) {
      // Names are an extra: the page says "somebody" until they are there, and asks again after a lost connection.
      asFailure(error)
    }
  }

  const load = () => {
    void attempt(async () => ({ agents: await all((range) => client.agents.list(range, { signal })) }))
    void attempt(async () => ({ departments: await all((range) => client.departments.list(range, { signal })) }))
    void attempt(async () => ({ categories: (await client.categories.list({ retired: true }, { signal })).items }))
    void attempt(async () => ({ shop: await client.shop.get({ signal }) }))
  }

  const stops = [
    client.on('presence', ({ agentId, state: presence, since }) =>
      state.turn((now) => ({
        ...now,
        agents: now.agents.map((agent) =>
          agent.id === agentId ? { ...agent, presence: { state: presence, since } } : agent,
        ),
      })),
    ),
    onReturn(client, load),
  ]
  load()
  return {
    ...state,
    close() {
      asking.abort()
      for (const stop of stops) stop()
    },
  }
}

async function all<T>(
  ask: (range: { limit: number; cursor?: string }) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const answer: { items: T[]; nextCursor: string | null } = await ask({ limit: 200, ...(cursor && { cursor }) })
    items.push(...answer.items)
    cursor = answer.nextCursor
    if (!cursor) break
  }
  return items
}

export const agentName = (staff: Staff, id: string | null): string | null =>
  staff.agents.find((agent) => agent.id === id)?.name ?? null

export const departmentName = (staff: Staff, id: string | null): string | null =>
  staff.departments.find((department) => department.id === id)?.name ?? null

/** A field as the reader's language calls it, else as any does, else by its key. */
export const fieldLabel = (field: FieldDefinition, language: string): string =>
  field.label[language] ?? Object.values(field.label)[0] ?? field.key

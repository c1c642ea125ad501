import { type AgentClient, createAgentClient, Failure } from '@comptoir/sdk'
import type { Me } from '@comptoir/sdk/contract'
import { withhold } from './hold.ts'
import { createStore, type Source } from './source.ts'

export type Session =
  | { phase: 'checking' }
  | { phase: 'out'; ended: boolean }
  | { phase: 'failed'; failure: Failure }
  | { phase: 'in'; me: Me; client: AgentClient }

/** Why a sign-in was refused. */
export type Refused = 'wrong' | 'tooMany' | 'unreachable'

const current = createStore<Session>({ phase: 'checking' })
export const session: Source<Session> = current

/** Asks the server who the cookie stands for. */
export async function enter(ended = false): Promise<void> {
  const url = location.origin
  const door = createAgentClient({ url })
  try {
    const me = await door.me()
    const client = createAgentClient({ url, agentId: me.agent?.id })
    client.connect()
    // The cookie may end while the page stands open: another sign-out, a removed account.
    client.on('state', (state) => state === 'refused' && leave(client))
    current.set({ phase: 'in', me, client })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const out = error.code === 'unauthorized' || error.code === 'forbidden'
    current.set(out ? { phase: 'out', ended } : { phase: 'failed', failure: error })
  } finally {
    door.close()
  }
}

function leave(client: AgentClient): Promise<void> {
  client.close()
  return enter(true)
}

export async function signIn(email: string, password: string): Promise<Refused | null> {
  const answer = await auth('sign-in/email', { email, password })
  if (!answer || answer.status >= 500) return 'unreachable'
  if (answer.status === 429) return 'tooMany'
  if (!answer.ok) return 'wrong'
  await enter()
  return null
}

export async function signOut(): Promise<void> {
  const present = current.get()
  withhold()
  if (present.phase === 'in') present.client.forget()
  await auth('sign-out', {})
  current.set({ phase: 'out', ended: false })
}

/** `null` when no answer came. */
const auth = (path: string, body: object): Promise<Response | null> =>
  fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)

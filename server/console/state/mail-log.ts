import type { Failure } from '@comptoir/sdk'
import type { MailLogEntry } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { asFailure } from './failures.ts'

export interface MailLogState {
  mails: readonly MailLogEntry[]
  cursor: string | null
  phase: 'loading' | 'ready' | 'failed'
  failure: Failure | null
}

const EMPTY: MailLogState = { mails: [], cursor: null, phase: 'loading', failure: null }

export function useMailLog(): MailLogState & { load: () => void } {
  const { client } = useConsole()
  const [state, setState] = useState(EMPTY)
  const load = async (signal?: AbortSignal) => {
    setState((now) => ({ ...now, phase: 'loading' }))
    try {
      const page = await client.mailLog(state.cursor ? { cursor: state.cursor } : {}, signal && { signal })
      setState((now) => ({
        mails: [...now.mails, ...page.items],
        cursor: page.nextCursor,
        phase: 'ready',
        failure: null,
      }))
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'aborted') setState((now) => ({ ...now, phase: 'failed', failure }))
    }
  }
  useEffect(() => {
    const asking = new AbortController()
    void load(asking.signal)
    return () => asking.abort()
  }, [client])
  return { ...state, load: () => void load() }
}

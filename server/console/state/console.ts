import type { AgentClient } from '@comptoir/sdk'
import type { Me } from '@comptoir/sdk/contract'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { CountsSource } from './counts.ts'
import type { Inbox } from './inbox.ts'
import type { Replies } from './replies.ts'
import type { Selection } from './selection.ts'
import type { StaffSource } from './staff.ts'
import type { Views } from './views.ts'

/** What every page of a signed-in agent stands on. */
export interface Console {
  client: AgentClient
  me: Me
  inbox: Inbox
  counts: CountsSource
  staff: StaffSource
  views: Views
  selection: Selection
  replies: Replies
}

export const ConsoleContext = createContext<Console | null>(null)

export function useConsole(): Console {
  const found = useContext(ConsoleContext)
  if (!found) throw new Error('useConsole is for parts below ConsoleContext')
  return found
}

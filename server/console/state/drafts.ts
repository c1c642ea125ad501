import type { Writing } from '@comptoir/sdk/contract'
import { keep } from './keep.ts'

// An answer and a note are kept apart, so that a note never slips out as an answer.
const keyOf = (agent: string, ticketId: string, writing: Writing) => `draft.${agent}.${ticketId}.${writing}`

export const draftOf = (agent: string, ticketId: string, writing: Writing): string =>
  keep.get(keyOf(agent, ticketId, writing)) ?? ''

export const keepDraft = (agent: string, ticketId: string, writing: Writing, text: string): void =>
  keep.set(keyOf(agent, ticketId, writing), text)

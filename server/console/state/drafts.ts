import { keep } from './keep.ts'

/** What an answer and a note have in common; their drafts are kept apart, so that a note never slips out as an answer. */
export type Writing = 'answer' | 'note'

const keyOf = (agent: string, ticketId: string, writing: Writing) => `draft.${agent}.${ticketId}.${writing}`

export const draftOf = (agent: string, ticketId: string, writing: Writing): string =>
  keep.get(keyOf(agent, ticketId, writing)) ?? ''

export const keepDraft = (agent: string, ticketId: string, writing: Writing, text: string): void =>
  keep.set(keyOf(agent, ticketId, writing), text)

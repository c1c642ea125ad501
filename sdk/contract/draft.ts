export const WRITINGS = ['answer', 'note'] as const
export type Writing = (typeof WRITINGS)[number]

/** What an agent is writing for a ticket: the same on every device of theirs. */
export interface Draft {
  writing: Writing
  text: string
  /** Which of their devices wrote it last: a name that it has given itself. */
  device: string
  updatedAt: string
}

/** `PUT /api/tickets/:id/draft`: the last writer wins. An empty text takes the draft away. */
export interface DraftChange {
  writing: Writing
  text: string
  device: string
  /** The `updatedAt` that this device has seen last; `null`: none. */
  base: string | null
}

/** `draft` is `null` where it was taken away; `replaced` is another device's text that nobody here has seen. */
export interface DraftKept {
  draft: Draft | null
  replaced: Draft | null
}

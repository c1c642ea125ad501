import type { Ticket } from '@comptoir/sdk/contract'

type Hear = (ticket: Ticket) => void
const hearers = new Set<Hear>()

/** A ticket as the server has just answered it, for all who show it: the page need not wait for the live news. */
export function tellChange(ticket: Ticket): void {
  for (const hear of [...hearers]) hear(ticket)
}

export function onChange(hear: Hear): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

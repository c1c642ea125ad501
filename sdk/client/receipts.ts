import type { TicketId } from '../contract/index.ts'
import { Failure } from './failure.ts'
import type { Send } from './http.ts'
import type { Live } from './live.ts'
import { pause } from './patience.ts'
import { ask } from './transport.ts'

/** Tells the server how far this client has received. */
export interface Receipts {
  received(ticketId: TicketId, seq: number): void
  /** What is read need not be said to be received. */
  read(ticketId: TicketId, seq: number): void
}

/** What comes in one go is acknowledged once, and what is read at once not at all. */
const SOON = 300

export function openReceipts(call: Send, live: Live, life: AbortSignal): Receipts {
  const waiting = new Map<TicketId, number>()
  const said = new Map<TicketId, number>()

  const say = async () => {
    await pause(SOON, life)
    const due = [...waiting]
    waiting.clear()
    for (const [id, seq] of due) {
      if (life.aborted || seq <= (said.get(id) ?? 0)) continue
      said.set(id, seq)
      const socket = live.online()
      const answer = socket
        ? ask(socket, 'mark_delivered', { ticketId: id, seq })
        : call('PUT /api/tickets/:id/delivered', { id, body: { seq } }, { tries: 1 })
      await answer.catch((failure) => {
        if (!(failure instanceof Failure)) throw failure
        // The next one says it too; and so does the next fetch of the ticket, which finds that it is not known.
        said.delete(id)
      })
    }
  }
  const note = (where: Map<TicketId, number>, id: TicketId, seq: number) =>
    where.set(id, Math.max(seq, where.get(id) ?? 0))
  return {
    received(id, seq) {
      if (seq <= (said.get(id) ?? 0)) return
      if (!waiting.size) say()
      note(waiting, id, seq)
    },
    read: (id, seq) => void note(said, id, seq),
  }
}

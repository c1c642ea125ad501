import type { Thread, ThreadMessage, ThreadState } from '@comptoir/sdk'
import type { Bridge } from '../../loader/bridge.ts'

/** Tells the page what becomes of the shopper's messages. Answers the function that stops it. */
export function watch(thread: Thread, emit: Bridge['emit'], changed: () => void): () => void {
  let before = thread.get()
  return thread.subscribe(() => {
    const now = thread.get()
    const unsent = new Set(before.messages.filter(({ seq }) => !seq).map(({ clientId }) => clientId))
    if (now.ticket && isNew(before)) emit('ticket:created', { ticket: now.ticket })
    for (const { clientId, state, message } of moved(before.messages, now.messages)) {
      emit('message:state', { clientId, state })
      if (unsent.has(clientId) && state !== 'failed')
        emit('message:sent', { clientId, ticketId: now.ticket?.id ?? '', message })
    }
    before = now
    changed()
  })
}

/** There is no ticket to be read: the first message will make it. */
const isNew = ({ ticket, loading, failure }: ThreadState): boolean => !ticket && !loading && !failure

/** The shopper's own messages whose state is another than before; what the history brings has not moved. */
export function moved(before: readonly ThreadMessage[], now: readonly ThreadMessage[]) {
  const states = new Map(before.map(({ clientId, state }) => [clientId, state]))
  return now.flatMap(({ clientId, author, state, message }) => {
    const was = states.get(clientId)
    if (!clientId || author.kind !== 'customer' || was === state || (!was && state !== 'pending')) return []
    return [{ clientId, state, message }]
  })
}

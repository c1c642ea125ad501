import type { Bus } from './bus.ts'
import type { Transcript } from './transcript.ts'
import type { ThreadState } from './types.ts'

/** What an agent is told of others who have the same ticket before them, and what they had seen when they began to write. */
export interface Colleagues {
  viewers(): ThreadState['viewers']
  /** A key was pressed. */
  writes(): void
  /** The `seq` up to which the writer had seen the ticket; the next answer begins anew. */
  sent(): number | undefined
  stops: (() => void)[]
}

export type OpenColleagues = (bus: Bus, transcript: Transcript, changed: () => void) => Colleagues

/** A shopper's side of the counter: nobody else is there. */
export const alone: OpenColleagues = () => ({
  viewers: () => [],
  writes() {},
  sent: () => undefined,
  stops: [],
})

export const openColleagues: OpenColleagues = (bus, { now, sequence }, changed) => {
  let viewers: ThreadState['viewers'] = []
  let wroteFrom: number | undefined
  const seen = () => (now.ticket ? sequence.last() : undefined)
  return {
    viewers: () => viewers,
    writes() {
      wroteFrom ??= seen()
    },
    sent() {
      const from = wroteFrom ?? seen()
      wroteFrom = undefined
      return from
    },
    stops: [
      bus.on('viewers', (news) => {
        if (news.ticketId !== now.id) return
        viewers = news.viewers
        changed()
      }),
      bus.on('presence', ({ agentId, state }) => {
        // Their server may have died without a word.
        if (state !== 'offline' || !viewers.some((viewer) => viewer.agentId === agentId)) return
        viewers = viewers.filter((viewer) => viewer.agentId !== agentId)
        changed()
      }),
    ],
  }
}

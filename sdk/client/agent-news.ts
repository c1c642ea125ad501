import type { TicketRow } from '../contract/index.ts'
import { type Desk, isOpen } from './desk.ts'
import type { Hear } from './live.ts'

/** What the server tells agents alone. */
export const hearAsAgent: Hear = (socket, bus) => {
  for (const [event, name] of HEARD) socket.on(event, (news) => bus.tell(name, news))
  socket.on('ticket_rows', (rows: TicketRow[], positions: number[] = []) => {
    for (const row of rows) bus.tell('row', row)
    bus.tell('positions', positions)
  })
}
const HEARD = [
  ['ticket_viewers', 'viewers'],
  ['fact', 'fact'],
  ['presence_changed', 'presence'],
] as const

/** What the customer writes to a ticket that this agent holds has arrived, though nobody has opened it. */
export function acknowledgeHeld(desk: Desk, agentId: string | undefined): void {
  desk.bus.on('row', ({ id, assigneeId, lastSeq, deliveredSeq, lastMessage }) => {
    const isTheirs = assigneeId !== null && assigneeId === agentId && lastMessage?.author === 'customer'
    if (isTheirs && lastSeq > deliveredSeq && !isOpen(desk, id)) desk.receipts.received(id, lastSeq)
  })
}

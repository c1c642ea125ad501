import type { AgentRole, TicketStatus } from '@comptoir/sdk/contract'

/** Whether to offer a change of status. The server decides; this spares the reader a refusal. */
export function mayTurn(from: TicketStatus, to: TicketStatus, role: AgentRole): boolean {
  if (from === 'closed') return to === 'open' && role === 'admin'
  return to !== 'closed' || role === 'admin'
}

import type { Ticket } from '@comptoir/sdk/contract'
import type { History } from '../state/history.ts'
import type { KnownCustomer } from '../state/ticket.ts'
import { CustomerCard } from './customer-card.tsx'
import { HistoryList } from './history-list.tsx'
import { Orders } from './orders.tsx'
import { PastTickets } from './past-tickets.tsx'
import { Properties } from './properties.tsx'
import { TicketActions } from './ticket-actions.tsx'

interface DetailsProps {
  ticket: Ticket
  customer: KnownCustomer | null
  history: History
}

/** Everything about a ticket that is no message. */
export function Details({ ticket, customer, history }: DetailsProps) {
  return (
    <div class="details-inside">
      <Properties ticket={ticket} />
      {customer && <CustomerCard customer={customer} />}
      {customer?.standing === 'verified' && <Orders ticket={ticket} />}
      <PastTickets ticket={ticket} />
      <TicketActions ticket={ticket} />
      <HistoryList history={history} />
    </div>
  )
}

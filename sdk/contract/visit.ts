import type { CustomerId, TicketId } from './ids.ts'

/** `set_page`: where in the storefront a shopper is, as their browser says. */
export interface VisitPage {
  /** `https:` or `http:`. */
  url: string
  title?: string
}

/** To agents who look at a ticket: whether its customer is connected, and to what page. */
export interface VisitChanged {
  ticketId: TicketId
  customerId: CustomerId
  isHere: boolean
  /** What the shopper's browser claims, and nothing that was checked. `null` where it says nothing, and where the shop does not ask (`settings.visits.page`). */
  page: { url: string; title: string | null } | null
}

export interface VisitSettings {
  /** Whether agents see on which page of the storefront a shopper is. */
  page: boolean
}

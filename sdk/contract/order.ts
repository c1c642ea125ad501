/** An order as the shop's own endpoint tells of it. */
export interface Order {
  /** As the customer knows it. */
  id: string
  /** In the shop's words, such as `Shipped`. */
  status: string
  placedAt: string
  /** `amount` is decimal, such as `89.90`; `currency` of ISO 4217. */
  total: { amount: string; currency: string } | null
  items: { name: string; quantity: number }[]
  /** Where an agent sees all of it. */
  url: string | null
}

/** What the shop's endpoint is asked, signed as a webhook is (`verifyOrderRequest` of the SDK). */
export interface OrderRequest {
  type: 'orders.requested'
  timestamp: string
  /** The customer by the shop's own id: `sub` of the signed identity. */
  data: { customer: { externalId: string } }
}

/** What it answers: the latest orders first. What is optional may be left out, nothing else may stand there. */
export interface OrderAnswer {
  orders: (Pick<Order, 'id' | 'status' | 'placedAt'> & {
    total?: { amount: string; currency: string }
    items?: { name: string; quantity: number }[]
    url?: string
  })[]
}

/**
 * `GET /api/customers/:id/orders`. It never waits for the shop: `loading` means that the endpoint is being asked at this
 * moment. `off`: the shop has none, or the customer is not verified. `unavailable` comes with what was known last.
 */
export interface CustomerOrders {
  state: 'loading' | 'ready' | 'unavailable' | 'off'
  orders: Order[]
  /** When the shop said so; `null` where it has not yet. */
  at: string | null
}

/** `GET /api/order-source`: the endpoint that is asked; `url` is `null` where there is none. */
export interface OrderSource {
  url: string | null
  formerSecretUntil: string | null
  createdAt: string | null
}

/** `secret` is shown when it is made, and never again. */
export interface OrderSourceWithSecret extends OrderSource {
  secret: string | null
}

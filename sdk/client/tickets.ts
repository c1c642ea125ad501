import type { Send } from './http.ts'
import type { ShopperClient } from './types.ts'

/** What both sides may ask about tickets. */
export const ticketCalls = (call: Send): Omit<ShopperClient['tickets'], 'rate'> => ({
  create: (body, options) => call('POST /api/tickets', { body }, options),
  list: (query, options) => call('GET /api/tickets', { query }, options),
  get: (id, options) => call('GET /api/tickets/:id', { id }, options),
  messages: (id, query, options) => call('GET /api/tickets/:id/messages', { id, query }, options),
  post: (id, body, options) => call('POST /api/tickets/:id/messages', { id, body }, options),
})

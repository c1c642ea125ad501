import type { OrderRequest } from '../contract/order.ts'
import type { DeepPartial } from '../contract/shop.ts'
import { type Delivery, verifyWebhook, WebhookError } from './verify-webhook.ts'

/**
 * Checks that Comptoir asks for a customer's orders, and answers for whom: your own id of the customer, as you have signed
 * it with `signIdentity`. Answer with `{ orders: [{ id, status, placedAt, total?, items?, url? }] }` within five seconds.
 *
 * @throws WebhookError when it is not Comptoir that asks: answer with 400
 * @throws TypeError when the secret is of another form
 * @example
 * app.post('/comptoir/orders', express.raw({ type: '*' + '/*' }), async (req, res) => {
 *   const { customerId } = verifyOrderRequest({ body: req.body, headers: req.headers, secret: process.env.COMPTOIR_ORDERS_SECRET })
 *   const orders = await db.latestOrders(customerId)
 *   res.json({ orders: orders.map(({ id, status, placedAt }) => ({ id, status, placedAt })) })
 * })
 */
export function verifyOrderRequest(delivery: Delivery): { customerId: string } {
  // Signed by Comptoir, so one of the two things that it sends.
  const request = verifyWebhook(delivery) as unknown as DeepPartial<OrderRequest> | null
  const customerId = request?.type === 'orders.requested' ? request.data?.customer?.externalId : undefined
  if (!customerId) throw new WebhookError('malformed', 'Expected a request for orders.')
  return { customerId }
}

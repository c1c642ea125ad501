import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput } from '../platform/text.ts'

export const sourceInput = z
  .strictObject({ url: lineInput(LIMITS.webhookUrl).openapi({ example: 'https://shop.example/comptoir/orders' }) })
  .openapi('OrderSourceChange')

export const customerRefInput = z.strictObject({ id: z.uuid('Expected the id of a customer.') })

const sourceFields = {
  url: z.string().nullable(),
  formerSecretUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime().nullable(),
}
export const sourceAnswer = z.object(sourceFields).openapi('OrderSource')
export const sourceWithSecretAnswer = z
  .object({ ...sourceFields, secret: z.string().nullable() })
  .openapi('OrderSourceWithSecret')

const orderAnswer = z
  .object({
    id: z.string(),
    status: z.string(),
    placedAt: z.iso.datetime(),
    total: z.object({ amount: z.string(), currency: z.string() }).nullable(),
    items: z.array(z.object({ name: z.string(), quantity: z.number().int() })),
    url: z.string().nullable(),
  })
  .openapi('Order')

export const ordersAnswer = z
  .object({
    state: z.enum(['loading', 'ready', 'unavailable', 'off']),
    orders: z.array(orderAnswer),
    at: z.iso.datetime().nullable(),
  })
  .openapi('CustomerOrders')

const MOST = { orders: 50, items: 50, quantity: 1_000_000 }

/** An address that agents open from the console: a script in it would run there. */
const webAddress = lineInput(LIMITS.webhookUrl).refine(
  (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  'Expected an address such as https://shop.example/orders/1042.',
)

/** What a shop's endpoint may answer. */
export const shopAnswerInput = z.strictObject({
  orders: z
    .array(
      z.strictObject({
        id: lineInput(LIMITS.orderId),
        status: lineInput(60),
        placedAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
        total: z
          .strictObject({
            amount: z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'Expected a decimal such as "89.90".'),
            currency: z.string().regex(/^[A-Z]{3}$/, 'Expected a currency such as "EUR".'),
          })
          .nullable()
          .default(null),
        items: z
          .array(
            z.strictObject({ name: lineInput(LIMITS.subject), quantity: z.number().int().min(1).max(MOST.quantity) }),
          )
          .max(MOST.items)
          .default([]),
        url: webAddress.nullable().default(null),
      }),
    )
    .max(MOST.orders),
})

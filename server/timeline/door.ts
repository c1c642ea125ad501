import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { numberQuery } from '../platform/text.ts'

export const factAnswer = z
  .object({
    id: z.uuid(),
    shopId: z.uuid(),
    position: z.number().int(),
    ticketId: z.uuid(),
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    actor: z.object({
      kind: z.enum(['customer', 'agent', 'system']),
      id: z.uuid().nullable(),
      name: z.string().nullable(),
    }),
    at: z.iso.datetime(),
  })
  .openapi('Fact')

export const factsInput = z.strictObject({
  after: numberQuery(0, Number.MAX_SAFE_INTEGER).optional(),
  limit: numberQuery(1, LIMITS.page.most).default(LIMITS.page.most),
})

export const factsAnswer = z.object({ items: z.array(factAnswer), lastPosition: z.number().int() })

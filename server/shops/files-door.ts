import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'

const whole = (most: number) => z.number().int().min(0).max(most).exactOptional()

export const filesChange = z.strictObject({
  maxSize: whole(LIMITS.fileSize),
  perMessage: whole(LIMITS.files),
  perTicketADay: whole(100_000),
  quota: whole(LIMITS.fileQuota),
})

export const filesAnswer = z.object({
  maxSize: z.number().int(),
  perMessage: z.number().int(),
  perTicketADay: z.number().int(),
  quota: z.number().int(),
})

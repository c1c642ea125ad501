import { ASSIGNMENT_STRATEGIES, LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { durationOf } from './rules.ts'

const MOST_GIVE_BACK = 7 * 24 * 3_600_000

export const capacityInput = z.number().int().min(1).max(LIMITS.capacity)

export const giveBackInput = z.string().refine((text) => {
  const ms = durationOf(text)
  return ms !== null && ms <= MOST_GIVE_BACK
}, 'Expected an ISO 8601 duration of at most P7D, such as "PT10M".')

export const assignmentChange = z.strictObject({
  strategy: z.enum(ASSIGNMENT_STRATEGIES).exactOptional(),
  capacity: capacityInput.exactOptional(),
  giveBack: giveBackInput.exactOptional(),
})

export const assignmentAnswer = z.object({
  strategy: z.enum(ASSIGNMENT_STRATEGIES),
  capacity: z.number().int(),
  giveBack: z.string(),
})

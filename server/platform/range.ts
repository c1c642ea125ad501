import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { numberQuery } from './text.ts'

/** Where a list goes on, and how many of it are wanted. */
export const pageInput = {
  cursor: z.string().min(1).max(200).optional(),
  limit: numberQuery(1, LIMITS.page.most).default(LIMITS.page.usual),
}

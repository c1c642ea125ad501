import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput, wholeInput } from '../platform/text.ts'

const FIELDS = 12
const RULES = 20
const PAGES = 20
const DAY = 86_400

const isOnce = (all: string[]): boolean => new Set(all).size === all.length

/** Whether a key is a field of the shop is known by its settings alone: `checkSettings`. */
export const formInput = z
  .array(z.strictObject({ field: lineInput(LIMITS.tag), required: z.boolean() }))
  .max(FIELDS)
  .refine((all) => isOnce(all.map(({ field }) => field)), 'Expected every field once.')

const whenInput = z.strictObject({
  pages: z
    .array(lineInput(LIMITS.subject).refine((path) => path.startsWith('/'), 'Expected a path such as "/products/*".'))
    .min(1)
    .max(PAGES)
    .exactOptional(),
  seconds: z.number().int().min(0).max(DAY).exactOptional(),
  cart: z.number().min(0).max(1e12).exactOptional(),
  visits: z.number().int().min(0).max(1_000).exactOptional(),
  hours: z.enum(['open', 'closed']).exactOptional(),
})

export const rulesInput = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'Expected 1 to 40 of a-z 0-9 - _.'),
      message: z
        .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), wholeInput(LIMITS.greeting))
        .refine((all) => Object.keys(all).length > 0, 'Expected a sentence in one language at least.'),
      when: whenInput,
    }),
  )
  .max(RULES)
  .refine((all) => isOnce(all.map(({ id }) => id)), 'Expected every id once.')

export const formAnswer = z.array(z.object({ field: z.string(), required: z.boolean() }))

export const rulesAnswer = z.array(
  z.object({
    id: z.string(),
    message: z.record(z.string(), z.string()),
    when: z.object({
      pages: z.array(z.string()).exactOptional(),
      seconds: z.number().exactOptional(),
      cart: z.number().exactOptional(),
      visits: z.number().exactOptional(),
      hours: z.enum(['open', 'closed']).exactOptional(),
    }),
  }),
)

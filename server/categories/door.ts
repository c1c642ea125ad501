import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { labelInput } from '../shops/fields-door.ts'

/** Whether the shop has it is asked where it is used. */
export const categoryInput = z
  .string()
  .max(LIMITS.tag)
  .regex(/^[a-z][a-z0-9_]*$/, 'Expected the id of a category, such as "order_issue".')
  .openapi({ example: 'order_issue' })

export const newCategoryInput = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Expected 1 to 40 of a-z 0-9 _, a letter first.'),
    label: labelInput.refine((label) => Object.keys(label).length > 0, 'Expected a label in one language at least.'),
  })
  .openapi('NewCategory')

export const categoryChange = z
  .strictObject({ label: labelInput.exactOptional(), retired: z.boolean().exactOptional() })
  .refine((change) => Object.keys(change).length > 0, 'Expected something to change: label or retired.')
  .openapi('CategoryChange')

export const categoryRefInput = z.strictObject({ id: categoryInput })

export const categoryQuery = z.strictObject({
  retired: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
})

export const categoryAnswer = z
  .object({ id: z.string(), label: z.record(z.string(), z.string()), builtIn: z.boolean(), retired: z.boolean() })
  .openapi('Category')

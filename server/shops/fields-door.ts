import { FIELD_TYPES, LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput } from '../platform/text.ts'

const isOnce = (all: string[]): boolean => new Set(all).size === all.length

/** By language. */
export const labelInput = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), lineInput(LIMITS.name), {
  error: 'Expected labels by language, such as {"en": "Gifts", "fr": "Cadeaux"}.',
})

const definitionInput = z
  .strictObject({
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Expected 1 to 40 of a-z 0-9 _, a letter first.'),
    label: labelInput.refine((label) => Object.keys(label).length > 0, 'Expected a label in one language at least.'),
    type: z.enum(FIELD_TYPES),
    choices: z
      .array(lineInput(LIMITS.name))
      .min(1)
      .max(LIMITS.choices)
      .refine(isOnce, 'Expected every choice once.')
      .exactOptional(),
    fromCustomers: z.boolean().exactOptional(),
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), {
    path: ['choices'],
    message: 'Expected choices for a field of type choice, and for no other.',
  })

export const fieldsInput = z
  .array(definitionInput)
  .max(LIMITS.fields)
  .refine((all) => isOnce(all.map(({ key }) => key)), 'Expected every key once.')

export const fieldsAnswer = z.array(
  z.object({
    key: z.string(),
    label: z.record(z.string(), z.string()),
    type: z.enum(FIELD_TYPES),
    choices: z.array(z.string()).exactOptional(),
    fromCustomers: z.boolean().exactOptional(),
  }),
)

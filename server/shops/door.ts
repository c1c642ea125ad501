import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput, wholeInput } from '../platform/text.ts'
import { assignmentAnswer, assignmentChange } from './assignment-door.ts'
import { fieldsAnswer, fieldsInput } from './fields-door.ts'
import { filesAnswer, filesChange } from './files-door.ts'
import { escalationAnswer, escalationChange, hoursAnswer, hoursChange } from './hours-door.ts'
import { lookChange, lookParts } from './look-door.ts'
import { durationOf, originOf } from './rules.ts'
import { formAnswer, formInput, rulesAnswer, rulesInput } from './welcome-door.ts'

const HOUR = 3_600_000

export const localeInput = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Expected a BCP 47 language such as "fr" or "en-GB".')

export const originInput = z.string().transform((text, check) => {
  const origin = originOf(text)
  if (origin) return origin
  check.addIssue({
    code: 'custom',
    message: `Expected an origin such as "https://shop.example", got "${text.slice(0, 100)}".`,
  })
  return z.NEVER
})

const quietInput = z.string().refine((text) => {
  const ms = durationOf(text)
  return ms !== null && ms <= 72 * HOUR
}, 'Expected an ISO 8601 duration of at most PT72H, such as "PT2M".')

export const shopNameInput = lineInput(LIMITS.name)

export const shopChange = z
  .strictObject({
    name: shopNameInput.exactOptional(),
    locale: localeInput.exactOptional(),
    origins: z.array(originInput).max(LIMITS.origins).exactOptional(),
    settings: z
      .strictObject({
        mail: z
          .strictObject({ quietClosed: quietInput.exactOptional(), quietOpen: quietInput.exactOptional() })
          .exactOptional(),
        widget: z
          .strictObject({
            color: z
              .string()
              .regex(/^#[0-9a-f]{6}$/i, 'Expected a colour such as "#1f5eff".')
              .exactOptional(),
            position: z.enum(['left', 'right']).exactOptional(),
            greeting: z.record(localeInput, wholeInput(LIMITS.greeting)).exactOptional(),
            form: formInput.exactOptional(),
            rules: rulesInput.exactOptional(),
            ...lookChange,
          })
          .exactOptional(),
        assignment: assignmentChange.exactOptional(),
        escalation: escalationChange.exactOptional(),
        hours: hoursChange.exactOptional(),
        fields: fieldsInput.exactOptional(),
        files: filesChange.exactOptional(),
        visits: z.strictObject({ page: z.boolean().exactOptional() }).exactOptional(),
      })
      .exactOptional(),
  })
  .openapi('ShopChange')

export const shopAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    locale: z.string(),
    origins: z.array(z.string()),
    publicKey: z.string(),
    settings: z.object({
      mail: z.object({ quietClosed: z.string(), quietOpen: z.string() }),
      widget: z.object({
        color: z.string(),
        position: z.enum(['left', 'right']),
        greeting: z.record(z.string(), z.string()),
        form: formAnswer,
        rules: rulesAnswer,
        ...lookParts,
      }),
      assignment: assignmentAnswer,
      escalation: escalationAnswer,
      hours: hoursAnswer,
      fields: fieldsAnswer,
      files: filesAnswer,
      visits: z.object({ page: z.boolean() }),
    }),
    createdAt: z.iso.datetime(),
  })
  .openapi('Shop')

/** What of it shoppers may know. */
export const lookAnswer = z.object({
  shop: z.object({ name: z.string(), locale: z.string() }),
  color: z.string(),
  position: z.enum(['left', 'right']),
  greeting: z.record(z.string(), z.string()),
  rules: rulesAnswer,
  ...lookParts,
})

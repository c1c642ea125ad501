import { AGENT_ROLES, LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { isVisible, textInput } from '../platform/text.ts'
import { localeInput } from '../shops/door.ts'

/** One plain address: no comments, groups, folding or quoted parts, so that every parser after us reads the same. */
export const emailInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(LIMITS.email)
  .regex(
    /^[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/,
    'Expected one e-mail address such as "mira@example.com".',
  )

/** Without control characters: a name ends in mail headers, logs and page titles. */
export const nameInput = z
  .string()
  .trim()
  .max(LIMITS.name)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'Expected a name without control characters.')
  .refine(isVisible, 'Expected a name, got none.')

export const passwordInput = z.string().min(LIMITS.password.least).max(LIMITS.password.most)

export const openVisitorInput = z
  .strictObject({
    renewalToken: z.string().min(1).max(200).exactOptional(),
    identityToken: z.string().min(1).max(4_000).exactOptional(),
    name: nameInput.exactOptional(),
    email: emailInput.exactOptional(),
    locale: localeInput.exactOptional(),
  })
  .openapi('OpenVisitor')

export const customerAnswer = z
  .object({
    id: z.uuid(),
    standing: z.enum(['anonymous', 'identified', 'verified']),
    name: z.string().nullable(),
    email: z.string().nullable(),
    externalId: z.string().nullable(),
    locale: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Customer')

export const visitorSessionAnswer = z
  .object({
    token: z.string(),
    expiresAt: z.iso.datetime(),
    renewalToken: z.string(),
    customerId: z.uuid(),
    customer: customerAnswer,
  })
  .openapi('VisitorSession')

export const meAnswer = z
  .object({
    agent: z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.enum(AGENT_ROLES) }).nullable(),
    role: z.enum(AGENT_ROLES),
    shop: z.object({ id: z.uuid(), name: z.string() }),
  })
  .openapi('Me')

/** The claims of a signed identity that we read; others are left alone. */
export const identityClaims = z.object({
  sub: textInput(200),
  name: nameInput.exactOptional(),
  email: emailInput.exactOptional(),
})

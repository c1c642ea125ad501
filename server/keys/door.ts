import { KEY_KINDS, LIMITS, SCOPES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput } from '../platform/text.ts'
import { durationOf } from '../shops/rules.ts'

const DAY = 86_400_000

const scopesInput = z
  .array(z.enum(SCOPES))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'Expected each of them once.')

const nameInput = lineInput(LIMITS.name)

export const newKeyInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('publishable'), name: nameInput }),
    z.strictObject({ kind: z.literal('secret'), name: nameInput, scopes: scopesInput.exactOptional() }),
  ])
  .openapi('NewKey')

export const keyChange = z
  .strictObject({ name: nameInput.exactOptional(), scopes: scopesInput.nullable().exactOptional() })
  .openapi('KeyChange')

export const rotationInput = z
  .strictObject({
    overlap: z
      .string()
      .refine((text) => {
        const ms = durationOf(text)
        return ms !== null && ms <= 30 * DAY
      }, 'Expected an ISO 8601 duration from PT0S to P30D, such as "PT24H".')
      .openapi({ example: 'PT24H' })
      .exactOptional(),
  })
  .openapi('Rotation')

export const keyRefInput = z.strictObject({ id: z.uuid('Expected the id of a key.') })

const keyFields = {
  id: z.uuid(),
  kind: z.enum(KEY_KINDS),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)).nullable(),
  last4: z.string(),
  key: z.string().nullable(),
  agentId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
}

export const keyAnswer = z.object(keyFields).openapi('Key')
export const keyWithSecretAnswer = z.object({ ...keyFields, key: z.string() }).openapi('KeyWithSecret')
export const keyListAnswer = z.object({ items: z.array(keyAnswer), nextCursor: z.null() })

const secretFields = { last4: z.string(), formerUntil: z.iso.datetime().nullable() }

export const identitySecretAnswer = z.object(secretFields).openapi('IdentitySecret')
export const identitySecretShownAnswer = z
  .object({ ...secretFields, secret: z.string() })
  .openapi('IdentitySecretShown')

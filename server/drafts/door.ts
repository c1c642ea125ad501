import { LIMITS, WRITINGS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput, wholeInput } from '../platform/text.ts'

export const draftInput = z
  .strictObject({
    writing: z.enum(WRITINGS),
    text: wholeInput(LIMITS.message),
    device: lineInput(LIMITS.clientId),
    base: z.iso.datetime().nullable(),
  })
  .openapi('DraftChange')

const draftAnswer = z
  .object({ writing: z.enum(WRITINGS), text: z.string(), device: z.string(), updatedAt: z.iso.datetime() })
  .openapi('Draft')

export const draftListAnswer = z.object({ items: z.array(draftAnswer) })
export const draftKeptAnswer = z
  .object({ draft: draftAnswer.nullable(), replaced: draftAnswer.nullable() })
  .openapi('DraftKept')

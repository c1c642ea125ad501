import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'

export const fileRefInput = z.strictObject({ id: z.uuid() })
export const fileQuery = z.strictObject({ name: z.string().min(1).max(8_000) })

/** The ids of a message's files. */
export const filesInput = z.array(z.uuid()).max(LIMITS.files)

export const fileAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    type: z.string(),
    size: z.number().int(),
    width: z.number().int().exactOptional(),
    height: z.number().int().exactOptional(),
    url: z.string(),
    thumbnailUrl: z.string().exactOptional(),
  })
  .openapi('MessageFile')

export const linksAnswer = z
  .object({ url: z.string(), thumbnailUrl: z.string().exactOptional(), expiresAt: z.iso.datetime() })
  .openapi('FileLinks')

import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput, textInput, wholeInput } from '../platform/text.ts'

const fields = {
  name: lineInput(LIMITS.name),
  folder: wholeInput(LIMITS.folder)
    .transform((text) => text.trim())
    .exactOptional(),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'Expected a language such as fr.')
    .nullable()
    .exactOptional(),
  body: textInput(LIMITS.replyBody),
}

export const newReplyInput = z.strictObject(fields).openapi('NewReply')
export const replyChangeInput = z
  .strictObject({ ...fields, name: fields.name.exactOptional(), body: fields.body.exactOptional() })
  .openapi('ReplyChange')
export const replyUseInput = z
  .strictObject({ ticketId: z.uuid(), count: z.boolean().exactOptional() })
  .openapi('ReplyUse')

export const replyRefInput = z.strictObject({ id: z.uuid('Expected the id of an answer template.') })

export const replyAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    folder: z.string(),
    locale: z.string().nullable(),
    body: z.string(),
    uses: z.number().int(),
    usedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Reply')

export const replyListAnswer = z.object({ items: z.array(replyAnswer) })
export const replyTextAnswer = z.object({ text: z.string() })

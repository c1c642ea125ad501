import { LIMITS, TICKET_PRIORITIES, TICKET_STATUSES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { categoryInput } from '../categories/door.ts'
import { lineInput, textInput } from '../platform/text.ts'

export const priorityInput = z.enum([...TICKET_PRIORITIES, 'normal'])

export const tagInput = z
  .string()
  .max(LIMITS.tag)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'Expected letters, digits, - and _.'))

export const someTags = z.array(tagInput).max(LIMITS.tags)

const fieldValue = z.union([lineInput(LIMITS.fieldValue), z.number()], { error: 'Expected text or a number.' })

export const fieldsInput = z.record(z.string().max(LIMITS.tag), fieldValue.nullable())

export const ticketChangeInput = z
  .strictObject({
    subject: lineInput(LIMITS.subject).exactOptional(),
    description: textInput(LIMITS.description).exactOptional(),
    category: categoryInput.exactOptional(),
    priority: priorityInput.exactOptional(),
    orderId: lineInput(LIMITS.orderId).nullable().exactOptional(),
    tags: someTags.exactOptional(),
    fields: fieldsInput.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Expected something to change.')
  .openapi('TicketChange')

export const bulkInput = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(LIMITS.bulk),
    change: z
      .strictObject({
        status: z.enum(TICKET_STATUSES).exactOptional(),
        priority: priorityInput.exactOptional(),
        category: categoryInput.exactOptional(),
        assigneeId: z.uuid().nullable().exactOptional(),
        addTags: someTags.exactOptional(),
        removeTags: someTags.exactOptional(),
        fields: fieldsInput.exactOptional(),
      })
      .refine((change) => Object.keys(change).length > 0, 'Expected something to change.'),
  })
  .openapi('Bulk')

export const mergeInput = z.strictObject({ intoId: z.uuid() }).openapi('Merge')
export const snoozeInput = z.strictObject({ until: z.iso.datetime({ offset: true }).nullable() }).openapi('Snooze')

import { LIMITS, MESSAGE_TYPES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { fileAnswer, filesInput } from '../attachments/door.ts'
import { customerAnswer } from '../identity/door.ts'
import { isVisible, numberQuery, wholeInput } from '../platform/text.ts'
import { ticketAnswer } from '../tickets/door.ts'

export const clientIdInput = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Expected 1 to 64 of A-Z a-z 0-9 _ -.')

const draftFields = {
  message: wholeInput(LIMITS.message),
  files: filesInput.exactOptional(),
  type: z.enum(['customer_message', 'agent_message', 'internal_note']).exactOptional(),
  clientId: clientIdInput.exactOptional(),
  seenSeq: z.number().int().min(0).max(2_147_483_647).exactOptional(),
  force: z.boolean().exactOptional(),
}

/** A message of files alone needs no words. */
const saysSomething = ({ message, files = [] }: { message: string; files?: string[] }) =>
  isVisible(message) || files.length > 0
const silent = { path: ['message'], error: 'Expected some text, got none.' }

export const draftInput = z.strictObject(draftFields).refine(saysSomething, silent).openapi('MessageDraft')

const inTicket = { ticketId: z.uuid() }
const seq = z.number().int().min(0).max(2_147_483_647)

export const inTicketInput = z.strictObject(inTicket)
export const sendInput = z.strictObject({ ...inTicket, ...draftFields }).refine(saysSomething, silent)
export const markReadInput = z.strictObject({ ...inTicket, seq })
export const markDeliveredInput = markReadInput
export const readInput = z.strictObject({ seq })

const seqQuery = numberQuery(0, 2_147_483_647)

export const rangeInput = z
  .strictObject({
    after: seqQuery.optional(),
    before: seqQuery.optional(),
    limit: numberQuery(1, LIMITS.page.most).default(LIMITS.page.usual),
  })
  .refine((range) => range.after === undefined || range.before === undefined, 'Expected after or before, got both.')

export const messageAnswer = z
  .object({
    id: z.uuid(),
    ticketId: z.uuid(),
    seq: z.number().int(),
    clientId: z.string().nullable(),
    type: z.enum(MESSAGE_TYPES),
    message: z.string(),
    files: z.array(fileAnswer).exactOptional(),
    author: z.object({
      kind: z.enum(['customer', 'agent', 'system']),
      id: z.uuid().nullable(),
      name: z.string().nullable(),
    }),
    createdAt: z.iso.datetime(),
  })
  .openapi('Message')

export const messageListAnswer = z
  .object({ items: z.array(messageAnswer), lastSeq: z.number().int() })
  .openapi('MessageList')

export const threadAnswer = ticketAnswer
  .extend({ customer: customerAnswer, messages: z.array(messageAnswer) })
  .openapi('TicketWithThread')

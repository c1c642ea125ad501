import {
  CLOCK_RULES,
  LIMITS,
  SCORES,
  TICKET_CHANNELS,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
} from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { categoryInput } from '../categories/door.ts'
import { customerAnswer } from '../identity/door.ts'
import { pageInput } from '../platform/range.ts'
import { lineInput, numberQuery, textInput } from '../platform/text.ts'
import { factAnswer } from '../timeline/door.ts'
import { fieldsInput, priorityInput, someTags, tagInput } from './change-door.ts'

export const newTicketInput = z
  .strictObject({
    subject: lineInput(LIMITS.subject),
    description: textInput(LIMITS.description).exactOptional(),
    category: categoryInput.exactOptional(),
    priority: priorityInput.exactOptional(),
    orderId: lineInput(LIMITS.orderId).exactOptional(),
    channel: z.enum(['chat', 'form', 'api']).exactOptional(),
    customerId: z.uuid().exactOptional(),
    tags: someTags.exactOptional(),
    fields: fieldsInput.exactOptional(),
  })
  .refine((ticket) => ticket.channel === 'chat' || ticket.description !== undefined, {
    path: ['description'],
    message: 'Expected a description: only a chat begins without one.',
  })
  .openapi('NewTicket')

export const statusInput = z
  .strictObject({ status: z.enum(TICKET_STATUSES), notes: textInput(LIMITS.notes).exactOptional() })
  .openapi('StatusChange')

export { pageInput }

const timeInput = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .openapi({ type: 'string', format: 'date-time' })

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true')

export const ticketFilterInput = z
  .strictObject({
    status: z.enum(TICKET_STATUSES).optional(),
    priority: priorityInput.optional(),
    category: categoryInput.optional(),
    q: lineInput(LIMITS.search).optional(),
    assignee: z
      .union([z.enum(['me', 'none']), z.uuid()], { error: 'Expected me, none or the id of an agent.' })
      .optional(),
    department: lineInput(LIMITS.name).optional(),
    channel: z.enum(TICKET_CHANNELS).optional(),
    tag: tagInput.optional(),
    customer: z.uuid().optional(),
    from: timeInput.optional(),
    to: timeInput.optional(),
    snoozed: yesOrNo.optional(),
    mergedInto: z.uuid().optional(),
    done: yesOrNo.optional(),
    sort: z.enum(['created', 'activity', 'due']).default('created'),
    page: numberQuery(1, 10_000).optional(),
    ...pageInput,
  })
  .refine((filter) => filter.page === undefined || filter.cursor === undefined, {
    path: ['cursor'],
    message: 'Expected page or cursor, got both.',
  })

/** By id, or by number in the shop with or without `#`. */
export const ticketRefInput = z.strictObject({
  id: z
    .union([z.uuid(), z.string().regex(/^#?[1-9]\d{0,8}$/)], {
      error: 'Expected a ticket id or number, such as "#83".',
    })
    .openapi({ example: '#83' }),
})

export const deadlineAnswer = z.object({
  at: z.iso.datetime(),
  rule: z.enum(CLOCK_RULES),
  startedAt: z.iso.datetime(),
  duration: z.string(),
  businessHours: z.boolean(),
})

const deskAnswer = z
  .object({
    departmentId: z.uuid().nullable(),
    assignedAt: z.iso.datetime().nullable(),
    escalatedAt: z.iso.datetime().nullable(),
    tags: z.array(z.string()),
    fields: z.record(z.string(), z.union([z.string(), z.number()])),
    snoozedUntil: z.iso.datetime().nullable(),
    mergedIntoId: z.uuid().nullable(),
    deadline: deadlineAnswer.nullable(),
  })
  .openapi('TicketDesk')

const ticketFields = {
  id: z.uuid(),
  number: z.number().int(),
  subject: z.string(),
  description: z.string(),
  status: z.enum(TICKET_STATUSES),
  priority: z.enum(TICKET_PRIORITIES),
  category: z.string().openapi({ example: 'order_issue' }),
  channel: z.enum(TICKET_CHANNELS),
  customerId: z.uuid(),
  assigneeId: z.uuid().nullable(),
  orderId: z.string().nullable(),
  lastSeq: z.number().int(),
  readSeq: z.number().int(),
  otherReadSeq: z.number().int(),
  deliveredSeq: z.number().int(),
  otherDeliveredSeq: z.number().int(),
  revision: z.number().int(),
  lastMessageAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  rating: z.union(SCORES.map((score) => z.literal(score))).nullable(),
  desk: deskAnswer.exactOptional(),
}

export const ticketAnswer = z.object(ticketFields).openapi('Ticket')

export const ticketRowAnswer = z
  .object({
    ...ticketFields,
    customer: customerAnswer.pick({ id: true, name: true, email: true, standing: true }),
    lastMessage: z.object({ text: z.string(), author: z.enum(['customer', 'agent', 'system']) }).nullable(),
  })
  .openapi('TicketRow')

export const ticketListAnswer = z.object({
  items: z.array(ticketRowAnswer),
  nextCursor: z.string().nullable(),
  total: z.number().int().optional(),
})

/** The audit trail's cursor is the position of the last fact given. */
export const factRangeInput = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: pageInput.limit,
})

export const factListAnswer = z.object({ items: z.array(factAnswer), nextCursor: z.string().nullable() })

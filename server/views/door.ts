import { LIMITS, TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { categoryInput } from '../categories/door.ts'
import { lineInput } from '../platform/text.ts'
import { tagInput } from '../tickets/change-door.ts'

const filterInput = z.strictObject({
  status: z.enum(TICKET_STATUSES).exactOptional(),
  priority: z.enum(TICKET_PRIORITIES).exactOptional(),
  category: categoryInput.exactOptional(),
  q: lineInput(LIMITS.search).exactOptional(),
  assignee: z.union([z.enum(['me', 'none']), z.uuid()]).exactOptional(),
  department: lineInput(LIMITS.name).exactOptional(),
  channel: z.enum(TICKET_CHANNELS).exactOptional(),
  tag: tagInput.exactOptional(),
  snoozed: z.boolean().exactOptional(),
  done: z.boolean().exactOptional(),
  from: z.iso.datetime({ offset: true }).exactOptional(),
  to: z.iso.datetime({ offset: true }).exactOptional(),
  sort: z.enum(['created', 'activity', 'due']).exactOptional(),
})

const fields = { name: lineInput(LIMITS.name), shared: z.boolean(), filter: filterInput }

export const newViewInput = z.strictObject({ ...fields, shared: fields.shared.default(false) }).openapi('NewView')
export const viewChangeInput = z
  .strictObject({
    name: fields.name.exactOptional(),
    shared: fields.shared.exactOptional(),
    filter: fields.filter.exactOptional(),
  })
  .openapi('ViewChange')

export const viewRefInput = z.strictObject({ id: z.uuid('Expected the id of a view.') })

export const viewAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    shared: z.boolean(),
    agentId: z.uuid().nullable(),
    filter: filterInput,
    createdAt: z.iso.datetime(),
  })
  .openapi('View')

export const viewListAnswer = z.object({ items: z.array(viewAnswer) })

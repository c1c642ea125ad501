import { LIMITS, TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES, WORKFLOW_EVENTS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { categoryInput } from '../categories/door.ts'
import { lineInput, textInput } from '../platform/text.ts'
import { clockDuration } from '../shops/hours-door.ts'
import { tagInput } from '../tickets/change-door.ts'

const RULES = 100
const WORDS = 50

const some = <S extends z.ZodType>(one: S) => z.array(one).min(1).max(WORDS)

const words = some(lineInput(LIMITS.name).refine((text) => /[\p{L}\p{N}]/u.test(text), 'Expected a word, got none.'))

const conditions = z.strictObject({
  status: some(z.enum(TICKET_STATUSES)).exactOptional(),
  priority: some(z.enum(TICKET_PRIORITIES)).exactOptional(),
  category: some(categoryInput).exactOptional(),
  tags: some(tagInput).exactOptional(),
  channel: some(z.enum(TICKET_CHANNELS)).exactOptional(),
  departmentId: some(z.uuid()).exactOptional(),
  words: words.exactOptional(),
  age: clockDuration.exactOptional(),
  assigned: z.boolean().exactOptional(),
  answered: z.boolean().exactOptional(),
})

const actions = z.strictObject({
  category: categoryInput.exactOptional(),
  priority: z.enum(TICKET_PRIORITIES).exactOptional(),
  addTags: some(tagInput).exactOptional(),
  removeTags: some(tagInput).exactOptional(),
  departmentId: z.uuid().exactOptional(),
  assigneeId: z.uuid().exactOptional(),
  status: z.enum(['open', 'in_progress', 'pending', 'resolved', 'closed']).exactOptional(),
  escalate: textInput(LIMITS.notes).exactOptional(),
})

const when = z.union(
  [
    z.strictObject({ event: z.enum(['ticket_created', 'customer_wrote', 'status_changed']) }),
    z.strictObject({ event: z.literal('older_than'), duration: clockDuration }),
  ],
  {
    error: 'Expected ticket_created, customer_wrote, status_changed, or older_than with a duration from PT1S to P60D.',
  },
)

const rule = z
  .strictObject({
    id: z.string().regex(/^[\w-]{1,64}$/, 'Expected 1 to 64 of A-Z a-z 0-9 _ -.'),
    name: lineInput(LIMITS.name),
    active: z.boolean(),
    when,
    and: conditions,
    then: actions.refine((asked) => Object.keys(asked).length > 0, 'Expected something to do, got nothing.'),
  })
  .refine(({ then }) => then.escalate === undefined || then.status === undefined, {
    path: ['then', 'status'],
    message: 'Expected status or escalate, got both.',
  })
  .openapi('WorkflowRule')

const rules = z
  .array(rule)
  .max(RULES)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'Expected each id once.')

export const workflowInput = z
  .strictObject({ rules, revision: z.number().int().min(0).exactOptional() })
  .openapi('WorkflowChange')

export const dryRunInput = z.strictObject({ rules, days: z.number().int().min(1).max(90) }).openapi('DryRun')

export const workflowAnswer = z
  .object({ rules: z.array(rule), revision: z.number().int(), updatedAt: z.iso.datetime().nullable() })
  .openapi('Workflow')

export const dryRunAnswer = z
  .object({
    examined: z.number().int(),
    complete: z.boolean(),
    rules: z.array(
      z.object({ ruleId: z.string(), name: z.string(), runs: z.number().int(), tickets: z.number().int() }),
    ),
    steps: z.array(
      z.object({
        ticketId: z.uuid(),
        number: z.number().int(),
        subject: z.string(),
        at: z.iso.datetime(),
        event: z.enum(WORKFLOW_EVENTS),
        ruleId: z.string(),
        changes: actions,
      }),
    ),
  })
  .openapi('DryRunAnswer')

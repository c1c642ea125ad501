import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { textInput } from '../platform/text.ts'
import { hoursAnswer } from '../shops/hours-door.ts'
import { deadlineAnswer } from '../tickets/door.ts'

export const escalationInput = z.strictObject({ reason: textInput(LIMITS.notes) }).openapi('Escalation')

export const deadlineExplainedAnswer = z
  .object({
    deadline: deadlineAnswer.nullable(),
    because: z.enum(['not_waiting', 'answered', 'off', 'never']).nullable(),
    clocks: z.array(deadlineAnswer),
    counted: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime(), seconds: z.number() })),
    hours: hoursAnswer.nullable(),
  })
  .openapi('DeadlineExplained')

import { FAILURES, type FailureCode } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { ticketAnswer } from './door.ts'

// Its keys are the codes.
const CODES = Object.keys(FAILURES) as FailureCode[]

export const bulkAnswer = z
  .object({
    items: z.array(
      z.discriminatedUnion('ok', [
        z.object({ id: z.uuid(), ok: z.literal(true), ticket: ticketAnswer }),
        z.object({ id: z.uuid(), ok: z.literal(false), code: z.enum(CODES), detail: z.string() }),
      ]),
    ),
  })
  .openapi('BulkAnswer')

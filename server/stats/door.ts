import { FIGURES, STATS_PARTS, TICKET_CHANNELS, TICKET_STATUSES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { lineInput } from '../platform/text.ts'
import { pageInput } from '../tickets/door.ts'

export const filterInput = {
  period: lineInput(40).exactOptional().openapi({ example: '7d' }),
  from: lineInput(40).exactOptional().openapi({ example: '2026-03-01' }),
  to: lineInput(40).exactOptional(),
  department: lineInput(120).exactOptional(),
  agent: z
    .string()
    .refine((text) => text === 'none' || z.uuid().safeParse(text).success, 'Expected the id of an agent, or none.')
    .exactOptional(),
  category: lineInput(64).exactOptional(),
  channel: z.enum(TICKET_CHANNELS).exactOptional(),
}

export const statsInput = z.strictObject({ ...filterInput, by: z.enum(STATS_PARTS).exactOptional() })

export const figureInput = z.strictObject({
  id: z.enum(FIGURES).openapi({ description: 'The figure, as the answer names it.', example: 'byStatus.open' }),
})

export const figureTicketsInput = z.strictObject({ ...filterInput, ...pageInput })

const count = z.number().int()
const measure = z.object({ count, mean: z.number().nullable(), median: z.number().nullable() })
const measureOfAll = measure.extend({ rate: z.number().nullable() })

const figures = {
  total: count,
  open: count,
  closed: count,
  last24h: count,
  escalated: count,
  byStatus: z.record(z.enum(TICKET_STATUSES), count),
  firstResponse: measure,
  resolution: measureOfAll,
  satisfaction: measureOfAll,
}

export const statsAnswer = z
  .object({
    period: z.object({ from: z.iso.datetime(), to: z.iso.datetime(), timeZone: z.string() }),
    ...figures,
    parts: z.array(z.object({ key: z.string().nullable(), name: z.string().nullable(), ...figures })).exactOptional(),
  })
  .openapi('TicketStats')

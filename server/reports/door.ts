import { PRESENCES, SCORES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { pageInput } from '../platform/range.ts'
import { filterInput } from '../stats/door.ts'
import { REPORT_LANGUAGES } from './locales/index.ts'

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true')

export const reportInput = z.strictObject({
  ...filterInput,
  locale: z.enum(REPORT_LANGUAGES).exactOptional().openapi({
    description: 'The language of headings, dates and numbers; else what the browser prefers, else the shop’s.',
  }),
})

export const csvInput = reportInput.extend({
  separator: z.enum(['comma', 'semicolon']).exactOptional().openapi({
    description: 'Between the cells; else what spreadsheets of the language expect: a semicolon in French.',
  }),
  bom: yesOrNo.default(true).openapi({
    description: 'Whether a byte order mark stands first, by which Excel knows that it is UTF-8.',
  }),
})

export const ratingsInput = z.strictObject({
  ...filterInput,
  score: z
    .enum(['1', '2', '3', '4', '5'])
    .transform(Number)
    .exactOptional()
    .openapi({ type: 'integer', minimum: 1, maximum: 5 }),
  commented: yesOrNo.exactOptional(),
  ...pageInput,
})

export const heatInput = z.strictObject(filterInput)

const count = z.number().int()
const period = z.object({ from: z.iso.datetime(), to: z.iso.datetime(), timeZone: z.string() })

export const heatAnswer = z.object({ period, total: count, days: z.array(z.array(count)) }).openapi('Heat')

const ratedAnswer = z
  .object({
    ticketId: z.uuid(),
    number: count,
    subject: z.string(),
    score: z.union(SCORES.map((score) => z.literal(score))),
    comment: z.string().nullable(),
    ratedAt: z.iso.datetime(),
    agent: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    customerName: z.string().nullable(),
  })
  .openapi('RatedTicket')

export const ratedListAnswer = z.object({ items: z.array(ratedAnswer), nextCursor: z.string().nullable() })

export const liveViewAnswer = z
  .object({
    at: z.iso.datetime(),
    waiting: count,
    unassigned: count,
    longest: z.object({ ticketId: z.uuid(), number: count, since: z.iso.datetime(), seconds: count }).nullable(),
    escalated: count,
    overdue: count,
    agents: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        presence: z.object({ state: z.enum(PRESENCES), since: z.iso.datetime().nullable() }),
        busy: count,
      }),
    ),
  })
  .openapi('LiveView')

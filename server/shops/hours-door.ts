import { TICKET_PRIORITIES, WEEKDAYS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { durationOf, isTimeZone } from './rules.ts'

const DAY = 86_400_000
const SPANS_A_DAY = 8
const HOLIDAYS = 400

const clockInput = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'Expected a time of day such as "09:00" or "17:30:15".')

const spanInput = z.strictObject({ from: clockInput, to: z.literal('24:00').or(clockInput) })

const dayInput = z.array(spanInput).max(SPANS_A_DAY)

/** Each of the seven days by its name. */
const weekOf = <S extends z.ZodType>(day: S) =>
  ({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }) satisfies Record<
    (typeof WEEKDAYS)[number],
    S
  >

export const hoursChange = z.strictObject({
  timeZone: z.string().max(64).refine(isTimeZone, 'Expected an IANA time zone such as "Europe/Paris".').exactOptional(),
  week: z.strictObject(weekOf(dayInput.exactOptional())).exactOptional(),
  holidays: z
    .array(z.iso.date('Expected a date such as "2026-12-25".'))
    .max(HOLIDAYS)
    .transform((dates) => [...new Set(dates)].sort())
    .exactOptional(),
})

/** A second to 60 days: what a clock of escalation can be set to. */
export const clockDuration = z.string().refine((text) => {
  const ms = durationOf(text)
  return ms !== null && ms >= 1000 && ms <= 60 * DAY
}, 'Expected an ISO 8601 duration from PT1S to P60D, such as "PT48H".')

export const escalationChange = z.strictObject({
  unanswered: clockDuration.nullable().exactOptional(),
  urgent: clockDuration.nullable().exactOptional(),
  ratingBelow: z.number().int().min(1).max(5).exactOptional(),
  businessHours: z.boolean().exactOptional(),
  byPriority: z.partialRecord(z.enum(TICKET_PRIORITIES), clockDuration).exactOptional(),
})

export const hoursAnswer = z
  .object({
    timeZone: z.string(),
    week: z.object(weekOf(z.array(z.object({ from: z.string(), to: z.string() })))),
    holidays: z.array(z.string()),
  })
  .openapi('ShopHours')

export const escalationAnswer = z
  .object({
    unanswered: z.string().nullable(),
    urgent: z.string().nullable(),
    ratingBelow: z.number().int(),
    businessHours: z.boolean(),
    byPriority: z.partialRecord(z.enum(TICKET_PRIORITIES), z.string()),
  })
  .openapi('EscalationSettings')

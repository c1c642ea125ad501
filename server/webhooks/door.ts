import { LIMITS, WEBHOOK_EVENTS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { pageInput } from '../platform/range.ts'
import { lineInput } from '../platform/text.ts'

const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'Expected each of them once.')
  .nullable()

const fields = {
  url: lineInput(LIMITS.webhookUrl).openapi({ example: 'https://shop.example/hooks/comptoir' }),
  description: lineInput(LIMITS.name).exactOptional(),
  events: events.exactOptional(),
  ordered: z.boolean().exactOptional(),
}

export const newWebhookInput = z.strictObject(fields).openapi('NewWebhook')

export const webhookChange = z
  .strictObject({ ...fields, url: fields.url.exactOptional(), state: z.enum(['enabled', 'disabled']).exactOptional() })
  .openapi('WebhookChange')

const time = z.iso
  .datetime({ offset: true, error: 'Expected a time such as 2026-03-01T00:00:00Z.' })
  .transform((text) => new Date(text))
  .openapi({ type: 'string', format: 'date-time' })

export const spanInput = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'Expected a time after `from`.' })
  .openapi('WebhookSpan')

export const webhookRefInput = z.strictObject({ id: z.uuid('Expected the id of a webhook.') })
export const deliveryRefInput = webhookRefInput.extend({ delivery: z.uuid('Expected the id of a delivery.') })

const STATES = ['pending', 'delivered', 'failed'] as const

/** The log's cursor is the id of the last delivery given. */
export const deliveryFilterInput = z.strictObject({
  state: z.enum(STATES).optional(),
  cursor: z.uuid('Expected a nextCursor of this list.').optional(),
  limit: pageInput.limit,
})

const webhookFields = {
  id: z.uuid(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.enum(WEBHOOK_EVENTS)).nullable(),
  ordered: z.boolean(),
  state: z.enum(['enabled', 'disabled']),
  disabledBecause: z.enum(['hand', 'gone', 'failing']).nullable(),
  failingSince: z.iso.datetime().nullable(),
  formerSecretUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
}

export const webhookAnswer = z.object(webhookFields).openapi('Webhook')
export const webhookWithSecretAnswer = z.object({ ...webhookFields, secret: z.string() }).openapi('WebhookWithSecret')
export const webhookListAnswer = z.object({ items: z.array(webhookAnswer), nextCursor: z.null() })

const deliveryFields = {
  id: z.uuid(),
  webhookId: z.uuid(),
  event: z.enum([...WEBHOOK_EVENTS, 'webhook.test']),
  ticketId: z.uuid().nullable(),
  state: z.enum(STATES),
  attempts: z.number().int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
}

export const deliveryAnswer = z.object(deliveryFields).openapi('WebhookDelivery')
export const deliveryListAnswer = z.object({ items: z.array(deliveryAnswer), nextCursor: z.string().nullable() })

const attemptAnswer = z.object({
  number: z.number().int(),
  at: z.iso.datetime(),
  outcome: z.enum(['delivered', 'refused', 'timeout', 'unreachable']),
  status: z.number().int().nullable(),
})

export const deliveryWithAttemptsAnswer = z
  .object({ ...deliveryFields, history: z.array(attemptAnswer), body: z.string() })
  .openapi('WebhookDeliveryWithAttempts')

export const replayedAnswer = z.object({ deliveries: z.number().int() })

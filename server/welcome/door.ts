import { z } from '@hono/zod-openapi'
import { lookAnswer } from '../shops/door.ts'
import { fieldsAnswer } from '../shops/fields-door.ts'

const ownAnswer = fieldsAnswer.element.pick({ label: true, type: true, choices: true })

export const widgetAnswer = lookAnswer
  .extend({
    isOpen: z.boolean(),
    opensAt: z.iso.datetime().nullable(),
    people: z.array(z.string()),
    hasFaq: z.boolean(),
    form: z.array(z.object({ field: z.string(), required: z.boolean(), own: ownAnswer.exactOptional() })),
    categories: z.array(z.object({ id: z.string(), label: z.record(z.string(), z.string()) })),
  })
  .openapi('WidgetSettings')

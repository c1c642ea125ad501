import { LIMITS, TICKET_PRIORITIES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { categoryInput } from '../categories/door.ts'
import { emailInput, nameInput } from '../identity/door.ts'
import { lineInput, numberQuery, textInput } from '../platform/text.ts'
import { ticketRowAnswer } from '../tickets/door.ts'

const fields = {
  name: nameInput,
  email: emailInput,
  subject: lineInput(LIMITS.subject),
  message: textInput(LIMITS.description),
  category: categoryInput.exactOptional(),
  priority: z.enum([...TICKET_PRIORITIES, 'normal']).exactOptional(),
  orderId: lineInput(LIMITS.orderId).exactOptional(),
}

export const contactInput = z.strictObject(fields).openapi('ContactMessage')

/** The same from the page's own form, which sends empty fields too. `once` names the submission. */
export const contactForm = z.preprocess(
  (form) => Object.fromEntries(Object.entries(Object(form)).filter(([, value]) => value !== '')),
  z.strictObject({ ...fields, once: z.string().regex(/^[\w-]{1,64}$/) }),
)

export const contactStatsAnswer = z
  .object({
    total_tickets: z.number().int(),
    open_tickets: z.number().int(),
    closed_tickets: z.number().int(),
    tickets_24h: z.number().int(),
  })
  .openapi('ContactStats')

export const contactPageInput = z.strictObject({
  page: numberQuery(1, 10_000).default(1),
  limit: numberQuery(1, LIMITS.page.most).default(LIMITS.page.usual),
})

export const contactPageAnswer = z
  .object({
    items: z.array(ticketRowAnswer),
    page: z.number().int(),
    limit: z.number().int(),
    total: z.number().int(),
    pages: z.number().int(),
  })
  .openapi('ContactPage')

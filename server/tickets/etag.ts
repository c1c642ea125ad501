import type { Ticket } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { refuse } from '../platform/failure.ts'
import type { HttpContext } from '../platform/http.ts'
import type { Seen } from './rules.ts'

/** Of a write: which state of the ticket its writer has seen. */
export const ifMatchHeader = z.object({
  'if-match': z.string().optional().openapi({
    description:
      'The `ETag` of the ticket as you have seen it. Where it has moved on since, nothing is done, and the answer is 412 `changed_meanwhile`.',
    example: '"17"',
  }),
})

/** The answer is about this ticket, at this revision. Of reads alone: what follows from a write by itself moves the ticket on. */
export function etagged<T extends Pick<Ticket, 'revision'>>(c: HttpContext, ticket: T): T {
  c.header('ETag', `"${ticket.revision}"`)
  return ticket
}

const TAG = /^\s*(W\/)?"([^"]*)"\s*$/

/** RFC 9110, 13.1.1: any of those named; `*` is whichever there is, and a weak one is never the same. @throws Failure `invalid` */
export function seenBy(c: HttpContext): Seen {
  const header = c.req.header('If-Match')
  if (header === undefined || header.trim() === '*') return null
  return header.split(',').flatMap((part) => {
    const [, weak, tag] = TAG.exec(part) ?? []
    if (tag === undefined)
      throw refuse(
        'if-match',
        `Expected the ETag of the ticket, such as "17" with its marks, got ${part.slice(0, 40)}.`,
      )
    return weak || !/^\d{1,15}$/.test(tag) ? [] : [Number(tag)]
  })
}

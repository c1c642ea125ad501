import { LIMITS, SCORES, type Score } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { isVisible, textInput, wholeInput } from '../platform/text.ts'

const scoreInput = z.union(
  SCORES.map((score) => z.literal(score)),
  { error: 'Expected a score: 1, 2, 3, 4 or 5.' },
)

export const newRatingInput = z
  .strictObject({ score: scoreInput, comment: textInput(LIMITS.ratingComment).exactOptional() })
  .openapi('NewRating')

/** The same from a form, where everything is text and an empty field is none. */
export const ratingForm = z
  .strictObject({
    score: z
      .string()
      .transform((text) => Number(text) as Score)
      .pipe(scoreInput),
    comment: wholeInput(LIMITS.ratingComment).default(''),
  })
  .transform(({ score, comment }) => (isVisible(comment) ? { score, comment } : { score }))

export const ratingAnswer = z
  .object({ ticketId: z.uuid(), score: scoreInput, comment: z.string().nullable(), createdAt: z.iso.datetime() })
  .openapi('Rating')

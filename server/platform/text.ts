import { z } from '@hono/zod-openapi'

/** What PostgreSQL can keep: no NUL, and no half of a character. */
const isWhole = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Something that the eye can see: spaces and invisible marks alone are no text. */
export const isVisible = (text: string): boolean => /[^\p{C}\p{Z}]/u.test(text)

/** A string that can be stored, perhaps empty. */
export const wholeInput = (most: number) =>
  z.string().max(most).refine(isWhole, 'Expected text without NUL and without broken characters.')

/** Text as people write it. */
export const textInput = (most: number) => wholeInput(most).refine(isVisible, 'Expected some text, got none.')

/** One line: it ends in mail headers and page titles. */
export const lineInput = (most: number) =>
  textInput(most).transform((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())

const inRange = (least: number, most: number) => `Expected a whole number from ${least} to ${most}.`

/** A whole number as an address writes it: digits alone. */
export const numberQuery = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, inRange(least, most))
    .transform(Number)
    .pipe(z.number().min(least, inRange(least, most)).max(most, inRange(least, most)))
    .openapi({ type: 'integer', minimum: least, maximum: most })

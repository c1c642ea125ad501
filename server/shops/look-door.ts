import { LIMITS, THEMES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { wholeInput } from '../platform/text.ts'

const FAR = 400
const ROUND = 28
const LONGEST_ADDRESS = 2_000

const pixels = (most: number) => z.int().min(0).max(most)

const logoInput = z
  .string()
  .max(LONGEST_ADDRESS)
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === 'https:',
    'Expected the address of a picture that begins with https://.',
  )

const wordKey = z
  .string()
  .max(60)
  .regex(
    /^[a-zA-Z_]+(\.(zero|one|two|few|many|other))?$/,
    'Expected the key of a sentence such as "write" or "unread.one".',
  )

const languageKey = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Expected a BCP 47 language such as "fr" or "en-GB".')

export const lookChange = {
  offset: z.strictObject({ x: pixels(FAR).exactOptional(), y: pixels(FAR).exactOptional() }).exactOptional(),
  radius: pixels(ROUND).nullable().exactOptional(),
  theme: z.enum(THEMES).exactOptional(),
  logo: logoInput.nullable().exactOptional(),
  words: z.record(languageKey, z.record(wordKey, wholeInput(LIMITS.greeting))).exactOptional(),
}

export const lookParts = {
  offset: z.object({ x: z.int(), y: z.int() }),
  radius: z.int().nullable(),
  theme: z.enum(THEMES),
  logo: z.string().nullable(),
  words: z.record(z.string(), z.record(z.string(), z.string())),
}

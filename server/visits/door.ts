import { LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { wholeInput } from '../platform/text.ts'

const isOfWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

export const pageInput = z.strictObject({
  url: z
    .string()
    .max(LIMITS.pageUrl)
    .refine(isOfWeb, 'Expected the address of a page, with http:// or https:// before it.'),
  title: wholeInput(LIMITS.pageTitle).exactOptional(),
})

import { FAQ_TAGS, type FaqNode, LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { pageInput } from '../platform/range.ts'
import { lineInput, numberQuery, textInput } from '../platform/text.ts'
import { localeInput } from '../shops/door.ts'

const fields = {
  title: lineInput(LIMITS.subject),
  body: textInput(LIMITS.articleBody),
  category: lineInput(LIMITS.name).nullable().exactOptional(),
}

export const newArticleInput = z
  .strictObject({
    ...fields,
    locale: localeInput,
    groupId: z.uuid('Expected the groupId of an article.').exactOptional(),
  })
  .openapi('NewArticle')

export const articleChange = z
  .strictObject({ ...fields, title: fields.title.exactOptional(), body: fields.body.exactOptional() })
  .openapi('ArticleChange')

export const articleRefInput = z.strictObject({ id: z.uuid('Expected the id of an article.') })

export const articleFilterInput = z.strictObject({
  locale: localeInput.optional(),
  state: z.enum(['draft', 'published']).optional(),
  category: lineInput(LIMITS.name).optional(),
  groupId: z.uuid('Expected the groupId of an article.').optional(),
  ...pageInput,
})

export const searchRangeInput = z.strictObject({ limit: pageInput.limit })
export const previewInput = z.strictObject({ body: textInput(LIMITS.articleBody) }).openapi('ArticlePreview')

export const articleAnswer = z
  .object({
    id: z.uuid(),
    groupId: z.uuid(),
    locale: z.string(),
    category: z.string().nullable(),
    title: z.string(),
    body: z.string(),
    state: z.enum(['draft', 'published']),
    isAhead: z.boolean(),
    views: z.number().int(),
    helped: z.number().int(),
    notHelped: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    publishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Article')

export const articleListAnswer = z.object({ items: z.array(articleAnswer), nextCursor: z.string().nullable() })

export const searchListAnswer = z.object({
  items: z.array(
    z.object({
      query: z.string(),
      locale: z.string(),
      searches: z.number().int(),
      empty: z.number().int(),
      lastAt: z.iso.datetime(),
    }),
  ),
})

const nodeAnswer: z.ZodType<FaqNode> = z
  .union([
    z.string(),
    z.object({
      tag: z.enum(FAQ_TAGS),
      href: z.string().exactOptional(),
      get children() {
        return z.array(nodeAnswer)
      },
    }),
  ])
  .openapi('FaqNode')

export const contentAnswer = z.object({ content: z.array(nodeAnswer) })

export const faqQueryInput = z.strictObject({
  locale: localeInput.default('en'),
  q: lineInput(LIMITS.search).optional(),
  category: lineInput(LIMITS.name).optional(),
  limit: numberQuery(1, 50).default(20),
})

const entryFields = {
  id: z.uuid(),
  title: z.string(),
  excerpt: z.string(),
  category: z.string().nullable(),
  locale: z.string(),
}

export const faqAnswer = z.object({ items: z.array(z.object(entryFields)), locale: z.string().nullable() })

export const faqArticleAnswer = z
  .object({ ...entryFields, content: z.array(nodeAnswer), publishedAt: z.iso.datetime() })
  .openapi('FaqArticle')

export const judgementInput = z.strictObject({ helped: z.boolean() }).openapi('FaqJudgement')

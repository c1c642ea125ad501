import { LIMITS, MAIL_KINDS, MAIL_LOCALES, MAIL_STATES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { textInput } from '../platform/text.ts'

export const mailLogEntry = z
  .object({
    id: z.uuid(),
    ticketId: z.uuid().nullable(),
    kind: z.enum(MAIL_KINDS),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    state: z.enum(MAIL_STATES),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    templateError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .openapi('MailLogEntry')

export const noticeAnswer = z
  .object({
    code: z.enum(['mail_login_refused', 'mail_template_broken']),
    since: z.iso.datetime(),
    detail: z.string(),
  })
  .openapi('Notice')

/** Which mail, in which language. */
export const wordingInput = z.strictObject({ kind: z.enum(MAIL_KINDS), locale: z.enum(MAIL_LOCALES) })

const draft = { subject: textInput(LIMITS.mailSubject), body: textInput(LIMITS.mailBody) }

export const mailDraftInput = z.strictObject(draft).openapi('MailDraft')
export const mailPreviewInput = z.strictObject({ ...draft, ticketId: z.uuid().exactOptional() }).openapi('MailPreview')

export const mailTemplateAnswer = z
  .object({
    kind: z.enum(MAIL_KINDS),
    locale: z.enum(MAIL_LOCALES),
    subject: z.string(),
    body: z.string(),
    isOwn: z.boolean(),
    updatedAt: z.iso.datetime().nullable(),
  })
  .openapi('MailTemplate')

export const previewedMail = z
  .object({ subject: z.string(), text: z.string(), html: z.string() })
  .openapi('PreviewedMail')

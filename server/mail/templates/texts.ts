import type { MailDraft, MailKind } from '@comptoir/sdk/contract'

/** Liquid; the words of one language. */
export type MailTexts = Record<MailKind, MailWords> & {
  closing: Record<'customer' | 'agent', string>
  /** Where mail comes in: that an answer to the mail is read. */
  reply: string
  stop: string
}

/** What a shop can word itself, and the button, which it cannot. */
export interface MailWords extends MailDraft {
  button: string
}

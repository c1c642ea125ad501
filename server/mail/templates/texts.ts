import type { MailDraft, MailKind } from '@comptoir/sdk/contract'

/** Liquid; the words of one language. */
export type MailTexts = Record<MailKind, MailWords> & { closing: Record<'customer' | 'agent', string> }

/** What a shop can word itself, and the button, which it cannot. */
export interface MailWords extends MailDraft {
  button: string
}

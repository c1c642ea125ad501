import type { MailLogEntry } from '@comptoir/sdk/contract'

export type MailKind = MailLogEntry['kind']

/** Liquid; the words of one language. */
export type MailTexts = Record<MailKind, MailWords> & { closing: string }

interface MailWords {
  subject: string
  /** The subject where the address is proved: it repeats what the customer wrote. */
  verifiedSubject: string
  greeting: string
  body: string
  button: string
}

import type { TicketId } from './ids.ts'

/** What mails are about. */
export const MAIL_KINDS = [
  /** To the customer: their ticket has come in. */
  'ticket_created',
  /** To the agent: a ticket is theirs now. */
  'ticket_assigned',
  /** To the customer: answers that they have not seen. */
  'new_answer',
  /** To the agent: messages of the customer that nobody has seen. */
  'customer_message',
  /** To the customer, with a request to rate. */
  'ticket_resolved',
  /** To the customer. */
  'ticket_closed',
  /** To the leads of its department; to the shop's admins where it has none. */
  'ticket_escalated',
] as const
export type MailKind = (typeof MAIL_KINDS)[number]

/** The languages that mails speak. */
export const MAIL_LOCALES = ['en', 'fr'] as const
export type MailLocale = (typeof MAIL_LOCALES)[number]

export const MAIL_STATES = ['queued', 'sent', 'kept', 'uncertain', 'failed', 'withheld', 'stopped'] as const

export interface MailLogEntry {
  id: string
  ticketId: TicketId | null
  kind: MailKind
  to: string
  subject: string
  text: string
  /**
   * `queued`: waits for its turn, or for the next try. `kept`: no mail server is set, so the mail is only here.
   * `uncertain`: the mail server took it and never answered; it is tried again under the same Message-ID.
   * `failed`: refused for good, or tried for days. `withheld`: nobody vouches for the address, and it had its mails already.
   * `stopped`: its reader wants no more mails of this shop.
   */
  state: (typeof MAIL_STATES)[number]
  attempts: number
  /** What the mail server said to the last try. */
  lastError: string | null
  /** Why the shop's own template could not be used, with the line; the built-in one was. */
  templateError: string | null
  createdAt: string
  sentAt: string | null
}

/** `GET /api/notices`: what an admin should see to. It goes away when it is put right. */
export interface Notice {
  /** `mail_login_refused`: the mail server refuses our user or password, and all mail waits. `mail_template_broken`: the built-in words go out. */
  code: 'mail_login_refused' | 'mail_template_broken'
  since: string
  /** What the mail server, or the template, said. */
  detail: string
}

/** Liquid, as plain text: what it says is shown as it stands, never as HTML. */
export interface MailDraft {
  subject: string
  body: string
}

/** `GET /api/mail-templates`, `PUT /api/mail-templates/:kind/:locale`: how a mail is worded. */
export interface MailTemplate extends MailDraft {
  kind: MailKind
  locale: MailLocale
  /** Whether the shop has its own; else this is the built-in one. */
  isOwn: boolean
  /** Of the shop's own. */
  updatedAt: string | null
}

/** `POST /api/mail-templates/:kind/:locale/preview`. Without `ticketId`, on the shop's newest ticket; where there is none, on an example. */
export interface MailPreview extends MailDraft {
  ticketId?: TicketId
}

export interface PreviewedMail {
  subject: string
  text: string
  /** A whole page, to be shown in a sandboxed frame. */
  html: string
}

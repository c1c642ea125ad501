import type { EscalationRule, MailKind, TicketCategory, TicketPriority, TicketStatus } from '@comptoir/sdk/contract'

/** What a mail can say: the names that a template knows. The same for every kind. */
export interface MailView {
  shop: { name: string }
  customer: { name: string | null }
  /** To whom a mail for agents goes. */
  agent: { name: string | null }
  ticket: {
    number: number
    subject: string
    status: TicketStatus
    priority: TicketPriority
    category: TicketCategory
  }
  escalation: { rule: EscalationRule | null; reason: string | null }
  /** Whether the reader's address is proved: only then does the mail repeat what the shopper wrote. */
  verified: boolean
  answers: { author: string; at: string; text: string }[]
  link: string | null
  /** Whether an answer to the mail is read. */
  canReply?: boolean
  /** Where a customer stops the mails; not in those to agents. */
  stopLink?: string | null
}

const TO_AGENTS: readonly MailKind[] = ['ticket_assigned', 'customer_message', 'ticket_escalated']

export const isToAgents = (kind: MailKind): boolean => TO_AGENTS.includes(kind)

/** On which a template is tried where a shop has no ticket yet. */
export const EXAMPLE: MailView = {
  shop: { name: 'Maison Perle' },
  customer: { name: 'Mira' },
  agent: { name: 'Ada' },
  ticket: { number: 83, subject: '…', status: 'open', priority: 'medium', category: 'other' },
  escalation: { rule: 'manual', reason: '…' },
  verified: true,
  answers: [{ author: 'Ada', at: '…', text: '…' }],
  link: null,
}

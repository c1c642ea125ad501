import { Liquid } from 'liquidjs'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { HTML, TEXT } from './layout.ts'
import type { MailKind, MailTexts } from './texts.ts'

export type { MailKind } from './texts.ts'

export const MAIL_LOCALES = ['en', 'fr'] as const
export type MailLocale = (typeof MAIL_LOCALES)[number]
const texts: Record<MailLocale, MailTexts> = { en, fr }

export interface MailView {
  shop: { name: string }
  customer: { name: string | null }
  ticket: { number: number; subject: string }
  /** Whether the shop's backend vouches for the address: only then does the mail repeat what the shopper wrote. */
  verified: boolean
  answers: { author: string; at: string; text: string }[]
  link: string | null
}

const liquid = new Liquid({ strictFilters: true })

export function render(
  kind: MailKind,
  locale: MailLocale,
  view: MailView,
): { subject: string; body: string; html: string } {
  const words = texts[locale]
  const { subject, verifiedSubject, greeting, body, button } = words[kind]
  // Anybody can type anybody's address: without proof, no text of the writer's is carried to it.
  const shown = view.verified ? view : { ...view, customer: { name: null }, ticket: { ...view.ticket, subject: '' } }
  const say = (template: string): string => liquid.parseAndRenderSync(template, shown)
  const frame = {
    ...shown,
    locale,
    subject: say(view.verified ? verifiedSubject : subject),
    greeting: say(greeting),
    body: say(body),
    button: say(button),
    closing: say(words.closing),
  }
  return {
    subject: frame.subject,
    body: liquid.parseAndRenderSync(TEXT, frame),
    html: liquid.parseAndRenderSync(HTML, frame),
  }
}

import type { MailDraft, MailKind, MailLocale } from '@comptoir/sdk/contract'
import { Liquid } from 'liquidjs'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { HTML, TEXT } from './layout.ts'
import { fillIn, shownOf, TemplateError } from './own.ts'
import type { MailTexts } from './texts.ts'
import { isToAgents, type MailView } from './view.ts'

export { checkDraft, TemplateError } from './own.ts'
export { EXAMPLE, isToAgents, type MailView } from './view.ts'

const texts: Record<MailLocale, MailTexts> = { en, fr }

/** Ours alone: a shop's words have an engine of their own, with limits. */
const liquid = new Liquid({ strictFilters: true, templates: {} })

export interface Rendered {
  subject: string
  body: string
  html: string
  /** Why the shop's own words were not used. */
  templateError: string | null
}

export function builtIn(kind: MailKind, locale: MailLocale): MailDraft {
  const { subject, body } = texts[locale][kind]
  return { subject, body }
}

/** In the shop's own words where it has some that work, else in the built-in ones. */
export function render(kind: MailKind, locale: MailLocale, view: MailView, own: MailDraft | null = null): Rendered {
  if (own === null) return renderDraft(kind, locale, view, builtIn(kind, locale))
  try {
    return renderDraft(kind, locale, view, own)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { ...renderDraft(kind, locale, view, builtIn(kind, locale)), templateError: error.message }
  }
}

/** @throws TemplateError */
export function renderDraft(kind: MailKind, locale: MailLocale, view: MailView, draft: MailDraft): Rendered {
  const { closing, reply, stop } = texts[locale]
  const { button } = texts[locale][kind]
  const shown = shownOf(view)
  const { subject, body: words } = fillIn(draft, shown)
  const frame = {
    ...{ shop: shown.shop, answers: shown.answers, link: shown.link, locale, subject, words, button },
    paragraphs: words.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== ''),
    reply: shown.canReply ? reply : null,
    closing: liquid.parseAndRenderSync(closing[isToAgents(kind) ? 'agent' : 'customer'], shown),
    stop: shown.stopLink ? { link: shown.stopLink, words: liquid.parseAndRenderSync(stop, shown) } : null,
  }
  return {
    subject,
    body: liquid.parseAndRenderSync(TEXT, frame),
    html: liquid.parseAndRenderSync(HTML, frame),
    templateError: null,
  }
}

import { LIMITS, SCORES, type Score } from '@comptoir/sdk/contract'
import { html } from 'hono/html'
import type { Failure } from '../platform/failure.ts'
import { frame, type Html } from '../platform/page/frame.ts'
import type { PageLanguage } from '../platform/page/language.ts'
import { fill } from '../platform/page/words.ts'
import type { ShopRecord, TicketRecord } from '../schema.ts'
import { en } from './locales/en.ts'
import { fr } from './locales/fr.ts'

const WORDS = { en, fr }

export interface View {
  language: PageLanguage
  shop: ShopRecord
  ticket: Pick<TicketRecord, 'number' | 'status' | 'rating'>
}

/** What was sent, to be shown again, and the names of the fields that were wrong. */
export interface Sent {
  form?: Record<string, unknown>
  wrong?: string[]
}

/** The question. Nothing of the ticket but its number: whoever holds the link has proved no more than that. */
export function askPage(view: View, { form = {}, wrong = [] }: Sent): Html {
  const words = WORDS[view.language]
  return sheet(
    view,
    words.title,
    html`<h1>${words.title}</h1>
      <p class="lead">${fill(words.lead, { number: view.ticket.number })}</p>
      <form class="fields" method="post">
        ${stars(view.language, form.score, wrong.includes('score'))}
        ${comment(view.language, form.comment, wrong.includes('comment'))}
        <button class="button">${words.send}</button>
      </form>
      ${otherLanguage(view.language)}`,
  )
}

function stars(language: PageLanguage, chosen: unknown, wrong: boolean): Html {
  const words = WORDS[language]
  const one = (score: Score) => html`<label class="score">
    <input type="radio" name="score" value="${score}" required ${chosen === String(score) ? html`checked` : ''}>
    ${star(false)} <span>${words.scores[score]}</span>
  </label>`
  return html`<fieldset class="scores" ${wrong ? html`aria-describedby="score-wrong"` : ''}>
    <legend class="label">${words.score}</legend>
    ${SCORES.map(one)}
  </fieldset>
  ${wrong ? html`<p class="wrong" id="score-wrong">${words.missing}</p>` : ''}`
}

const star = (on: boolean): Html =>
  html`<svg class="star${on ? ' is-on' : ''}" viewBox="0 0 24 24" aria-hidden="true"><path d="m12 2.8 2.8 5.9 6.4.8-4.7 4.5 1.2 6.4L12 17.3l-5.7 3.1 1.2-6.4L2.8 9.5l6.4-.8z"/></svg>`

function comment(language: PageLanguage, written: unknown, wrong: boolean): Html {
  const words = WORDS[language]
  return html`<div class="field">
    <label class="label" for="comment">${words.comment} <span class="optional">${words.optional}</span></label>
    <textarea class="input is-short" id="comment" name="comment" maxlength="${LIMITS.ratingComment}"
      ${wrong ? html`aria-invalid="true" aria-describedby="comment-wrong"` : ''}>${typeof written === 'string' ? written : ''}</textarea>
    ${wrong ? html`<p class="wrong" id="comment-wrong">${fill(words.tooLong, { most: LIMITS.ratingComment.toLocaleString(language) })}</p>` : ''}
  </div>`
}

/** How it stands where there is nothing to ask: rated, or not done yet. */
export function statePage(view: View): Html {
  const words = WORDS[view.language]
  const { number, rating } = view.ticket
  if (rating === null)
    return sheet(
      view,
      words.notYet,
      html`<h1>${words.notYet}</h1><p class="lead">${fill(words.notYetLead, { number })}</p>`,
    )
  return sheet(
    view,
    words.thanks,
    html`<h1>${words.thanks}</h1>
      <p class="given">${SCORES.map((score) => star(score <= rating))}</p>
      <p class="lead">${fill(words.given, { number, score: rating })}</p>`,
  )
}

/** A link that is over or wrong, or a failure on our side: whose shop it was is not known then. */
export function sorryPage(language: PageLanguage, { code }: Failure): Html {
  const words = WORDS[language]
  const [title, lead] = code === 'unauthorized' ? [words.expired, words.expiredLead] : [words.failed, words.failedLead]
  return frame({ language, title, shop: null }, html`<h1>${title}</h1><p class="lead">${lead}</p>`)
}

const sheet = ({ language, shop }: View, title: string, body: Html): Html =>
  frame({ language, title, shop: { name: shop.name, color: shop.settings.widget.color } }, body)

function otherLanguage(language: PageLanguage): Html {
  const other = language === 'fr' ? 'en' : 'fr'
  return html`<p class="languages"><a href="?lang=${other}" hreflang="${other}" lang="${other}">${WORDS[language].other}</a></p>`
}
